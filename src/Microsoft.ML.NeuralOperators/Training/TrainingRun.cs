using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.ML.NeuralOperators.Fields;
using Microsoft.ML.NeuralOperators.Interpreters.Torch;
using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Training.Optimizers;
using TorchSharp;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>One training from its first or a saved state to the end: epochs, steps, progress, the best weights, saved states.</summary>
internal sealed class TrainingRun : IDisposable
{
    private readonly NormalizedOperator _definition;
    private readonly TrainingOptions _options;
    private readonly TrainingTask _task;
    private readonly TrainingTask? _validation;
    private readonly ParameterVector _parameters;
    private readonly Optimizer _optimizer;
    private readonly MovingAverage? _average;
    private readonly GradientStep _step;
    private readonly StateFolder? _folder;
    private readonly IReadOnlyDictionary<string, string> _fingerprint;
    private readonly Parallelism _parallelism;
    private readonly List<EpochReport> _reports = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    // The best weights with the buffers they were measured with, in host memory.
    private ParameterValues? _best;
    private double _bestError = double.PositiveInfinity;
    private double _firstLoss = double.NaN;
    private TimeSpan _lastState;
    // Where a resumed epoch goes on.
    private int _beginEpoch = 1, _beginStep;
    private double _lossSum, _epochSeconds;

    public TrainingRun(NormalizedOperator definition, ParameterValues values, TrainingTask task, TrainingTask? validation,
        StateFolder? folder, IReadOnlyDictionary<string, string> fingerprint, TrainingOptions options, torch.Device device)
    {
        (_definition, _options, _task, _validation, _folder, _fingerprint) = (definition, options, task, validation, folder, fingerprint);
        _parameters = new ParameterVector(values, options.Precision, device);
        _optimizer = Optimizer.Create(options.Optimizer, _parameters.Vector, options.WeightDecay);
        _average = options.MovingAverageDecay > 0 ? new MovingAverage(_parameters.Vector, options.MovingAverageDecay) : null;
        var saved = _folder?.Newest();
        saved?.State.Require(fingerprint, saved.Value.Path);
        int limit = Math.Min(options.BatchSize, task.Count);
        // States of older versions leave the number of a single worker's threads open.
        _parallelism = !TorchDevice.IsCpu(device) ? Parallelism.ThreadsInside
            : saved is { } s ? new Parallelism(s.State.Workers, s.State.Threads ?? Parallelism.ThreadsInside.Threads)
            : options.Workers == 1 ? Parallelism.ThreadsInside
            : options.Workers > 1 ? new Parallelism(Math.Min(options.Workers, limit), 1)
            : ParallelismTrial.Choose(_parameters, task, options, limit, device);
        _step = new GradientStep(_parameters, _optimizer, task, options, _parallelism, device);
        Device = TorchDevice.IsCpu(device) ? $"{TorchDevice.Name(device)}, {_parallelism}" : TorchDevice.Name(device);
        if (saved is { } state) Restore(state.State);
    }

    /// <summary>The device, in words.</summary>
    public string Device { get; }

    /// <summary>The weights that the training is to give: averaged where asked for, the best ones where asked for.</summary>
    public ParameterValues Values => _options.KeepsBest && _best is not null ? _best : _parameters.ToValues(_definition, Current);

    /// <summary>The best weights; null before the end of the first epoch.</summary>
    public ParameterValues? Best => _best;

    /// <summary>Epochs done.</summary>
    public IReadOnlyList<EpochReport> Reports => _reports;

    private torch.Tensor Current => _average?.Vector ?? _parameters.Vector;

    /// <summary>Runs what is left of the epochs.</summary>
    public void Run()
    {
        for (int epoch = _beginEpoch; epoch <= _options.Epochs; epoch++)
        {
            Epoch(epoch);
            if (_folder is not null && (epoch % _options.Checkpoints!.EveryEpochs == 0 || epoch == _options.Epochs)) Save(epoch + 1, 0);
        }
    }

    public void Dispose()
    {
        _step.Dispose();
        _optimizer.Dispose();
        _average?.Dispose();
        _parameters.Dispose();
    }

    private void Epoch(int epoch)
    {
        int count = _task.Count, size = _options.BatchSize * _options.GradientAccumulation;
        int[] order = [.. Enumerable.Range(0, count)];
        // A source of its own for every epoch: a resumed run shuffles as the uninterrupted one would.
        new SeededRandom(_options.Seed, SeedUse.Shuffle, epoch).Shuffle(order);
        int[][] steps = [.. order.Chunk(size)];
        int begin = _beginStep, before = begin * size;
        double earlier = _epochSeconds, rate = 0;
        TimeSpan start = _clock.Elapsed;
        if (begin < steps.Length) _task.Announce(steps[begin]);
        for (int step = begin; step < steps.Length; step++)
        {
            _options.CancellationToken.ThrowIfCancellationRequested();
            if (step + 1 < steps.Length) _task.Announce(steps[step + 1]);
            double position = epoch - 1 + (_options.Schedule.IsPerBatch ? (double)step / steps.Length : 0);
            int changes = _options.Epochs * (_options.Schedule.IsPerBatch ? steps.Length : 1);
            rate = _options.LearningRate * _options.Schedule.Factor(position, _options.Epochs, _reports, changes);
            double loss = _step.Run(steps[step], epoch, rate);
            _task.Release(steps[step]);
            if (double.IsNaN(_firstLoss)) _firstLoss = loss;
            if (!double.IsFinite(loss)) throw Diverged($"is {loss.ToString(CultureInfo.InvariantCulture)}", epoch, step, steps.Length, rate);
            if (loss > _options.ExplosionLimit * Math.Max(_firstLoss, 1e-12))
                throw Diverged(FormattableString.Invariant($"exploded to {loss:g4} from {_firstLoss:g4}"), epoch, step, steps.Length, rate);
            _average?.Update(_parameters.Vector, _optimizer.Steps);
            _lossSum += loss * steps[step].Length;
            int done = Math.Min(count, (step + 1) * size);
            _epochSeconds = earlier + (_clock.Elapsed - start).TotalSeconds;
            if (step + 1 == steps.Length) break;
            Report(epoch, step + 1, steps.Length, _lossSum / done, null, rate, done - before, start, false);
            if (IsStateDue) Save(epoch, step + 1);
        }
        double mean = _lossSum / count;
        // A finite loss may have a gradient that is not: no later step would tell of the last one's.
        if (!IsFinite(Current)) throw Diverged("was finite, but its gradient was not: the weights hold no numbers any more", epoch, steps.Length - 1, steps.Length, rate);
        double? error = null;
        if (_validation is not null)
            _step.Validate(Current, run => error = _validation.Error(run, _options.CancellationToken));
        Report(epoch, steps.Length, steps.Length, mean, error, rate, count - before, start, true);
        _reports.Add(new EpochReport(epoch, mean, error, rate, _epochSeconds));
        (_beginStep, _lossSum, _epochSeconds) = (0, 0, 0);
        double measure = error ?? mean;
        if (measure < _bestError) KeepBest(measure);
    }

    private static bool IsFinite(torch.Tensor vector)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        return double.IsFinite(vector.sum().type(torch.ScalarType.Float64).item<double>());
    }

    private bool IsStateDue => _options.Checkpoints?.EveryMinutes is { } minutes && (_clock.Elapsed - _lastState).TotalMinutes >= minutes;

    private void KeepBest(double error)
    {
        _bestError = error;
        _best = _parameters.ToValues(_definition, Current);
    }

    private InvalidOperationException Diverged(string what, int epoch, int step, int steps, double rate)
    {
        string kept = _folder is null ? "" : $" The best weights and the last states are in '{_options.Checkpoints!.Folder}'.";
        TrainedOperator? best = Best is { } values ? new TrainedOperator(_definition, values, Summary()) : null;
        return new TrainingDivergedException(FormattableString.Invariant(
            $"Training diverged: the loss {what} in epoch {epoch}, batch {step + 1} of {steps}, at learning rate {rate:g4}. Lower LearningRate or set GradientClipNorm.") + kept, best);
    }

    /// <summary>What was done so far.</summary>
    public TrainingReport Summary() => new(_definition.Inner.GetType().Name, _definition.Inner.Parameters.Where(p => p.IsTrainable).Sum(p => p.Elements),
        _task.Count, Data.All.Last().Grid, _options.Seed, Device, _reports.Sum(e => e.Seconds), [.. _reports])
    {
        Fields = [.. Data.All.Select(FieldSummary.Of)],
        Versions = new Dictionary<string, string>
        {
            ["Microsoft.ML.NeuralOperators"] = Version(typeof(TrainingRun)),
            ["TorchSharp"] = Version(typeof(torch)),
            [".NET"] = Environment.Version.ToString(),
            ["system"] = RuntimeInformation.OSDescription,
        },
    };

    /// <summary>The data, for the report.</summary>
    public required FieldDataset Data { get; init; }

    private static string Version(Type type) => type.Assembly.GetName().Version?.ToString() ?? "";

    private void Save(int epoch, int step)
    {
        var vectors = new Dictionary<string, StateVector> { ["parameters"] = Bytes(_parameters.Vector) };
        if (_average is not null) vectors.Add("average", Bytes(_average.Vector));
        if (_best is not null) vectors.Add("best", Numbers(_best));
        foreach (var (declaration, tensor) in _parameters.Buffers) vectors.Add($"buffer.{declaration.Name}", Bytes(tensor));
        foreach (var (name, tensor) in _optimizer.State) vectors.Add($"optimizer.{name}", Bytes(tensor));
        _folder!.Save(new TrainingState(_fingerprint, epoch, step, _optimizer.Steps, _lossSum, _epochSeconds, [.. _reports], _bestError,
            _parallelism.Workers, _parallelism.Threads, vectors)
        { FirstLoss = _firstLoss });
        if (step == 0 && Best is { } best)
            ArrayFile.WriteNpz(_folder.BestPath,
                [.. _definition.Parameters.Select(p => new NamedArray(p.Name, [.. p.Shape.Select(n => (int)n)], best[p]))]);
        _lastState = _clock.Elapsed;
    }

    private void Restore(TrainingState state)
    {
        Load(_parameters.Vector, state.Vectors["parameters"]);
        if (_average is not null) Load(_average.Vector, state.Vectors["average"]);
        foreach (var (name, tensor) in _optimizer.State) Load(tensor, state.Vectors[$"optimizer.{name}"]);
        foreach (var (declaration, tensor) in _parameters.Buffers) Load(tensor, state.Vectors[$"buffer.{declaration.Name}"]);
        if (state.Vectors.TryGetValue("best", out StateVector? best)) _best = ValuesOf(best);
        _optimizer.Steps = state.OptimizerSteps;
        (_beginEpoch, _beginStep, _lossSum, _epochSeconds) = (state.Epoch, state.Step, state.LossSum, state.EpochSeconds);
        (_bestError, _firstLoss) = (state.BestError, state.FirstLoss);
        _reports.AddRange(state.Epochs);
    }

    // All numbers of a model, end to end in order of declaration.
    private StateVector Numbers(ParameterValues values)
    {
        float[] all = [.. _definition.Parameters.SelectMany(p => values[p])];
        return new StateVector(nameof(torch.ScalarType.Float32), [all.Length], MemoryMarshal.AsBytes(all.AsSpan()).ToArray());
    }

    private ParameterValues ValuesOf(StateVector numbers)
    {
        float[] all = MemoryMarshal.Cast<byte, float>(numbers.Bytes).ToArray();
        int offset = 0;
        return ParameterValues.From(_definition, p =>
        {
            float[] own = all[offset..(offset + (int)p.Elements)];
            offset += own.Length;
            return own;
        });
    }

    private static StateVector Bytes(torch.Tensor tensor)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor host = tensor.detach().cpu().contiguous();
        ReadOnlySpan<byte> bytes = host.dtype switch
        {
            torch.ScalarType.Float64 => MemoryMarshal.AsBytes(host.data<double>().ToArray().AsSpan()),
            torch.ScalarType.Int64 => MemoryMarshal.AsBytes(host.data<long>().ToArray().AsSpan()),
            _ => MemoryMarshal.AsBytes(host.data<float>().ToArray().AsSpan()),
        };
        return new StateVector(host.dtype.ToString(), host.shape, bytes.ToArray());
    }

    private static void Load(torch.Tensor tensor, StateVector vector)
    {
        if (vector.Type != tensor.dtype.ToString() || !vector.Shape.AsSpan().SequenceEqual(tensor.shape))
            throw new FormatException($"A training state holds {vector.Type} [{string.Join(", ", vector.Shape)}]; expected {tensor.dtype} [{string.Join(", ", tensor.shape)}].");
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        tensor.copy_(tensor.dtype switch
        {
            torch.ScalarType.Float64 => torch.tensor(MemoryMarshal.Cast<byte, double>(vector.Bytes).ToArray(), vector.Shape, tensor.dtype),
            torch.ScalarType.Int64 => torch.tensor(MemoryMarshal.Cast<byte, long>(vector.Bytes).ToArray(), vector.Shape, tensor.dtype),
            _ => torch.tensor(MemoryMarshal.Cast<byte, float>(vector.Bytes).ToArray(), vector.Shape, tensor.dtype),
        });
    }

    private void Report(int epoch, int batch, int batches, double loss, double? error, double rate, int done, TimeSpan begin, bool endsEpoch)
    {
        if (_options.Progress is null) return;
        TimeSpan now = _clock.Elapsed;
        double share = (epoch - 1 + (double)batch / batches) / _options.Epochs, first = (_beginEpoch - 1.0) / _options.Epochs;
        _options.Progress(new TrainingProgress(epoch, _options.Epochs, batch, batches, loss, error, rate,
            done / Math.Max(1e-9, (now - begin).TotalSeconds), now, now * ((1 - share) / Math.Max(1e-9, share - first)), endsEpoch)
        {
            MemoryMegabytes = Environment.WorkingSet / (1024.0 * 1024.0),
        });
    }
}
