using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.ML.NeuralOperators.Layers;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// One training from its first or a saved state to the end: epochs, steps, progress, the best weights, saved states.
/// </summary>
internal sealed class TrainingRun : IDisposable
{
    private readonly NormalizedOperator _definition;
    private readonly TrainingOptions _options;
    private readonly TrainingTask _task;
    private readonly ParameterVector _parameters;
    private readonly Optimizer _optimizer;
    private readonly MovingAverage? _average;
    private readonly ModeGrowth? _modes;
    private readonly GradientStep _step;
    private readonly StateFolder? _folder;
    private readonly RankGroup _group;
    private readonly SampleOrder _order;
    private readonly IReadOnlyDictionary<string, string> _fingerprint;
    private readonly Parallelism _parallelism;
    // The most workers that a batch has work for.
    private readonly int _limit;
    private readonly List<EpochReport> _reports = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private double _bestError = double.PositiveInfinity;
    private double _firstLoss = double.NaN;
    private TimeSpan _lastState;
    // Where a resumed epoch continues.
    private int _beginEpoch = 1, _beginStep;
    private double _lossSum, _epochSeconds;
    // What a training that diverges goes back to, what it may go back to later, and its share of the learning rate.
    private Retreat? _retreat, _next;
    private double _rateShare = 1;
    private readonly int _firstEpoch;

    public TrainingRun(NormalizedOperator definition, ParameterValues values, TrainingTask task,
        StateFolder? folder, IReadOnlyDictionary<string, string> fingerprint, TrainingOptions options,
        torch.Device device, RankGroup group, ModeGrowth? modes)
    {
        (_group, _modes) = (group, modes);
        (_definition, _options, _task, _folder, _fingerprint) = (definition, options, task, folder, fingerprint);
        _parameters = new ParameterVector(values, options.Precision, device);
        _optimizer = Optimizer.Create(options.Optimizer, _parameters.Vector, options.WeightDecay);
        _average = options.MovingAverageDecay > 0
            ? new MovingAverage(_parameters.Vector, options.MovingAverageDecay) : null;
        // The number of workers decides who takes what, not how much there is.
        SampleOrder order = SampleOrder.Of(task.Count, options, group, 1);
        _limit = Math.Min(options.BatchSize, order.Count);
        TrainingState? saved = SharedState.Of(group,
            require => _folder?.Newest((state, path) =>
            {
                Require(state, path, order.Steps, _limit);
                require(path);
            }, options.Warning));
        _parallelism = RankParallelism.Of(options, device,
            saved is null ? null : (saved.Workers, saved.Threads), _limit, group)
            ?? ParallelismTrial.Choose(_parameters, task, options, _limit, device);
        _order = SampleOrder.Of(task.Count, options, group, _parallelism.Workers);
        _step = new GradientStep(_parameters, _optimizer, task, options, _parallelism, device, group);
        string ranks = group.IsAlone ? "" : $"{group.Size} ranks of ";
        Device = TorchDevice.IsCpu(device) ? $"{TorchDevice.Name(device)}, {ranks}{_parallelism}"
            : group.IsAlone ? TorchDevice.Name(device) : $"{group.Size} ranks of {TorchDevice.Name(device)}";
        if (saved is not null) Restore(saved);
        _firstEpoch = _beginEpoch;
        if (!Retreat.IsKept(options) || Retries >= options.DivergenceRetries) return;
        (_retreat, _next) = (Take(null, _beginEpoch, _beginStep), Take(null, _beginEpoch, _beginStep));
    }

    /// <summary>The device, in words.</summary>
    public string Device { get; }

    /// <summary>
    /// The weights that the training is to give: averaged where asked for, the best ones where asked for.
    /// </summary>
    public ParameterValues Values
        => _options.KeepBest && Best is not null ? Best : _parameters.ToValues(_definition, Current);

    /// <summary>
    /// The best weights with the buffers they were measured with, in host memory; null before the end of the first
    /// epoch.
    /// </summary>
    public ParameterValues? Best { get; private set; }

    private torch.Tensor Current => _average?.Vector ?? _parameters.Vector;

    /// <summary>Runs what is left of the epochs.</summary>
    public void Run()
    {
        for (int epoch = _beginEpoch; epoch <= _options.Epochs; epoch++)
        {
            try
            {
                Epoch(epoch);
            }
            // A smaller rate cannot help if the very first loss is not a number.
            catch (TrainingDivergedException error) when (_optimizer.Steps > _retreat?.OptimizerSteps
                && Retries < _options.DivergenceRetries)
            {
                GoBack(error);
                epoch = _beginEpoch - 1;
                continue;
            }
            if (_folder is not null && (epoch % _options.Checkpoints!.EveryEpochs == 0 || epoch == _options.Epochs))
                Save(epoch + 1, 0);
        }
    }

    public void Dispose()
    {
        _step.Dispose();
        _optimizer.Dispose();
        _average?.Dispose();
        _retreat?.Dispose();
        _next?.Dispose();
        _parameters.Dispose();
    }

    private void Epoch(int epoch)
    {
        StepShare[] steps = _order.Epoch(epoch);
        int begin = _beginStep, before = steps.Take(begin).Sum(s => s.Total), done = before;
        double earlier = _epochSeconds, rate = 0;
        TimeSpan start = _clock.Elapsed;
        if (_modes is not null) _step.ModeShare = _modes.Share;
        if (begin < steps.Length) _task.Announce(steps[begin].Samples);
        for (int step = begin; step < steps.Length; step++)
        {
            if (_group.IsAlone) _options.CancellationToken.ThrowIfCancellationRequested();
            if (step + 1 < steps.Length) _task.Announce(steps[step + 1].Samples);
            double position = epoch - 1 + (_options.Schedule.IsPerBatch ? (double)step / steps.Length : 0);
            int changes = _options.Epochs * (_options.Schedule.IsPerBatch ? steps.Length : 1);
            double factor = _options.Schedule.Factor(position, _options.Epochs, _reports, changes);
            rate = _rateShare * _options.LearningRate * factor;
            double loss = _step.Run(steps[step], epoch, rate);
            _task.Release(steps[step].Samples);
            if (double.IsNaN(_firstLoss)) _firstLoss = loss;
            if (Fault(loss) is { } fault)
            {
                if (step + 1 < steps.Length) _task.Release(steps[step + 1].Samples);
                throw Diverged(fault, epoch, step, steps.Length, rate);
            }
            _average?.Update(_parameters.Vector, _optimizer.Steps);
            _lossSum += loss * steps[step].Total;
            done += steps[step].Total;
            _epochSeconds = earlier + (_clock.Elapsed - start).TotalSeconds;
            if (step + 1 == steps.Length) break;
            Report(epoch, step + 1, steps.Length, _lossSum / done, null, rate, done - before, start, false);
            if (IsStateDue) Save(epoch, step + 1);
        }
        double mean = _lossSum / done;
        // A finite loss may have a gradient that is not: no later step would tell of the last one's.
        if (!IsFinite(Current))
            throw Diverged("was finite, but its gradient was not: the weights hold no numbers any more", epoch,
                steps.Length - 1, steps.Length, rate);
        if (RankWeights.Align(_group, Tensors().Values))
            _options.Warning?.Invoke($"After epoch {epoch} the ranks had different weights: their machines round "
                + "differently. All go on with those of rank 0.");
        double? error = Validation?.Error(_step, Current, _options.CancellationToken);
        // One time for all ranks, since they return one model.
        _epochSeconds = _group.Gather(_epochSeconds)[0];
        Report(epoch, steps.Length, steps.Length, mean, error, rate, done - before, start, true);
        _reports.Add(new EpochReport(epoch, mean, error, rate, _epochSeconds)
        {
            ModeShare = _modes?.Share ?? 1,
            SampleFlops = _modes is null ? null : SampleFlops(_modes.Share),
            Coefficients = Coefficients(),
        });
        if (_modes is not null) _step.Validate(Current, run => _modes.Advance(_reports, run));
        (_beginStep, _lossSum, _epochSeconds) = (0, 0, 0);
        double measure = error ?? mean;
        bool isBest = measure < _bestError;
        if (isBest) (_bestError, Best) = (measure, _parameters.ToValues(_definition, Current));
        KeepRetreat(epoch, isBest);
    }

    // The beginning of the best epoch: what the best epoch ended with may have diverged in its last steps.
    private void KeepRetreat(int epoch, bool isBest)
    {
        if (_retreat is null) return;
        if (isBest) (_retreat, _next) = (_next, _retreat);
        Take(_next!, epoch + 1, 0);
    }

    private Retreat Take(Retreat? memory, int epoch, int step)
        => (memory ?? new(Tensors())).Take(Tensors(), epoch, step, _optimizer.Steps, _lossSum, _modes?.Share ?? 1);

    private string? Fault(double loss) => !double.IsFinite(loss) ? $"is {loss.ToString(CultureInfo.InvariantCulture)}"
        : loss > _options.ExplosionLimit * Math.Max(_firstLoss, 1e-12)
            ? FormattableString.Invariant($"exploded to {loss:g4} from {_firstLoss:g4}") : null;

    // How often it went back so far.
    private int Retries => (int)Math.Round(-Math.Log2(_rateShare));

    // The time lost counts towards the epoch that is repeated.
    private void GoBack(TrainingDivergedException error)
    {
        _retreat!.Restore(Tensors());
        (_beginEpoch, _beginStep, _optimizer.Steps, _lossSum) =
            (_retreat.Epoch, _retreat.Step, _retreat.OptimizerSteps, _retreat.LossSum);
        if (_modes is not null) _modes.Share = _retreat.ModeShare;
        _epochSeconds += _reports.Skip(_beginEpoch - 1).Sum(e => e.Seconds);
        _reports.RemoveRange(_beginEpoch - 1, _reports.Count - (_beginEpoch - 1));
        _rateShare /= 2;
        Take(_next!, _beginEpoch, _beginStep);
        string where = _beginEpoch == 1 && _beginStep == 0 ? "its beginning" : $"epoch {_beginEpoch}";
        _options.Warning?.Invoke($"{error.Reason} It goes on from {where}, "
            + FormattableString.Invariant($"at {_rateShare:g3} of the learning rate (retry {Retries} of ")
            + $"{_options.DivergenceRetries}).");
        if (_folder is not null) Save(() => _folder.Rewind(State(_beginEpoch, _beginStep)), _beginEpoch);
    }

    private Dictionary<string, double>? Coefficients()
    {
        if (_options.Loss.Coefficients is not { Count: > 0 } learned) return null;
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        IReadOnlyDictionary<ParameterDeclaration, torch.Tensor> values = _parameters.Views(Current);
        return learned.ToDictionary(c => c.Name,
            c => c.Of(values[_definition.Coefficients[c.Name]].type(torch.ScalarType.Float64)).ToNumber());
    }

    private static bool IsFinite(torch.Tensor vector)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        return double.IsFinite(vector.sum().ToNumber());
    }

    private bool IsStateDue
        => _folder is not null && _options.Checkpoints!.EveryMinutes is { } minutes
            && (_clock.Elapsed - _lastState).TotalMinutes >= minutes;

    private TrainingDivergedException Diverged(string what, int epoch, int step, int steps, double rate)
    {
        string kept = _options.Checkpoints is null ? ""
            : $" The best weights and the last states are in '{_options.Checkpoints!.Folder}'.";
        TrainedOperator? best = Best is { } values ? new TrainedOperator(_definition, values, Summary()) : null;
        string reason = FormattableString.Invariant($"Training diverged: the loss {what} in epoch {epoch}, batch ")
            + FormattableString.Invariant($"{step + 1} of {steps}, at learning rate {rate:g4}.");
        return new TrainingDivergedException(reason, " Lower LearningRate or set GradientClipNorm." + kept, best);
    }

    /// <summary>What was done so far.</summary>
    public TrainingReport Summary()
        => new(_definition.Inner.GetType().Name,
            _definition.Inner.Parameters.Where(p => p.IsTrainable).Sum(p => p.Elements), _order.Count,
            Data.All.Last().Grid, _options.Seed ?? 0, Device, _reports.Sum(e => e.Seconds), [.. _reports])
        {
            Fields = [.. Data.All.Select(FieldSummary.Of)],
            SampleFlops = SampleFlops(1),
            Retries = Retries,
            Versions = new Dictionary<string, string>
            {
                ["Microsoft.ML.NeuralOperators"] = Version(typeof(TrainingRun)),
                ["TorchSharp"] = Version(typeof(torch)),
                [".NET"] = Environment.Version.ToString(),
                ["system"] = RuntimeInformation.OSDescription,
            },
        };

    private double SampleFlops(double modeShare)
    {
        NeuralOperator definition = _definition.Inner;
        (FieldPort Port, IReadOnlyList<int> Grid)[] given =
            [.. definition.Inputs.Where(p => !p.IsMask).Zip(Data.Inputs, (port, field) => (port, field.Grid))];
        return CostInterpreter.Measure(definition, modeShare,
            [.. definition.Inputs.Select(port => Shape.Of([1, port.Channels, .. Grid(port)]))]).Flops;

        // A mask has the points of the field that it is of.
        IReadOnlyList<int> Grid(FieldPort port) => port.IsMask
            ? [given.First(g => g.Port.Axes.Count > 0 && g.Port.Axes[^1].Name == port.Axes[^1].Name).Grid[^1]]
            : given.First(g => g.Port == port).Grid;
    }

    /// <summary>How the error of other samples is measured; null where there are none.</summary>
    public RankValidation? Validation { get; init; }

    /// <summary>The data, for the report.</summary>
    public required FieldDataset Data { get; init; }

    /// <summary>Called after every batch and epoch.</summary>
    public Action<TrainingProgress>? Progress { get; init; }

    private static string Version(Type type) => type.Assembly.GetName().Version?.ToString() ?? "";

    // A folder that cannot be written must not cost the trained weights: it gives a warning, and training continues.
    private void Save(int epoch, int step) => Save(() => Write(epoch, step), epoch);

    private void Save(Action write, int epoch)
    {
        _lastState = _clock.Elapsed;
        try
        {
            write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _options.Warning?.Invoke($"The state of epoch {Math.Min(epoch, _options.Epochs)} was not saved in "
                + $"'{_options.Checkpoints!.Folder}', so that a resumed training would begin earlier: {error.Message}");
        }
    }

    private void Write(int epoch, int step)
    {
        _folder!.Save(State(epoch, step));
        if (step == 0 && Best is { } best)
            ArrayFile.WriteNpz(_folder.BestPath,
                [.. _definition.Parameters.Select(p
                    => new NamedArray(p.Name, [.. p.Shape.Select(n => (int)n)], best[p]))]);
    }

    private TrainingState State(int epoch, int step)
    {
        var vectors = Tensors().ToDictionary(t => t.Key, t => StateVector.Of(t.Value), StringComparer.Ordinal);
        if (Best is not null) vectors.Add(StateRules.Best, Numbers(Best));
        return new TrainingState(_fingerprint, epoch, step, _optimizer.Steps, _lossSum, _epochSeconds, [.. _reports],
            _bestError, Math.Max(1, Math.Min(_parallelism.Workers * _group.Size, _limit)), _parallelism.Threads,
            vectors)
        {
            FirstLoss = _firstLoss,
            ModeShare = _modes?.Share ?? 1,
            RateShare = _rateShare,
        };
    }

    // Everything that a state restores, by the names it has there.
    private Dictionary<string, torch.Tensor> Tensors()
    {
        var tensors = new Dictionary<string, torch.Tensor> { ["parameters"] = _parameters.Vector };
        if (_average is not null) tensors.Add("average", _average.Vector);
        foreach (var (declaration, tensor) in _parameters.Buffers) tensors.Add($"buffer.{declaration.Name}", tensor);
        foreach (var (name, tensor) in _optimizer.State) tensors.Add($"optimizer.{name}", tensor);
        return tensors;
    }

    private void Require(TrainingState state, string path, int steps, int maximumWorkers)
    {
        state.Require(_fingerprint, path);
        try
        {
            new StateRules(_options.Epochs, steps, maximumWorkers, Tensors(),
                _definition.Parameters.Sum(p => p.Elements)).Require(state);
        }
        catch (FormatException error)
        {
            throw new FormatException($"The training state '{path}' cannot be used: {error.Message}.", error);
        }
    }

    private void Restore(TrainingState state)
    {
        foreach (var (name, tensor) in Tensors()) state.Vectors[name].CopyTo(tensor);
        if (state.Vectors.TryGetValue(StateRules.Best, out StateVector? best)) Best = ValuesOf((float[])best.Values);
        _optimizer.Steps = state.OptimizerSteps;
        (_beginEpoch, _beginStep, _lossSum, _epochSeconds) =
            (state.Epoch, state.Step, state.LossSum, state.EpochSeconds);
        (_bestError, _firstLoss, _rateShare) = (state.BestError, state.FirstLoss, state.RateShare);
        if (_modes is not null) _modes.Share = state.ModeShare;
        _reports.AddRange(state.Epochs);
    }

    // All numbers of a model, end to end in order of declaration.
    private StateVector Numbers(ParameterValues values)
    {
        float[] all = [.. _definition.Parameters.SelectMany(p => values[p])];
        return new StateVector(nameof(torch.ScalarType.Float32), [all.Length], all);
    }

    private ParameterValues ValuesOf(float[] all)
    {
        int offset = 0;
        return ParameterValues.From(_definition, p =>
        {
            float[] own = all[offset..(offset + (int)p.Elements)];
            offset += own.Length;
            return own;
        });
    }

    private void Report(int epoch, int batch, int batches, double loss, double? error, double rate, int done,
        TimeSpan begin, bool endsEpoch)
    {
        if (Progress is null) return;
        TimeSpan now = _clock.Elapsed;
        double share = (epoch - 1 + (double)batch / batches) / _options.Epochs,
            first = (_firstEpoch - 1.0) / _options.Epochs;
        Progress(new TrainingProgress(epoch, _options.Epochs, batch, batches, loss, error, rate,
            done / Math.Max(1e-9, (now - begin).TotalSeconds), now, now * ((1 - share) / Math.Max(1e-9, share - first)),
            endsEpoch)
        {
            MemoryMegabytes = Environment.WorkingSet / (1024.0 * 1024.0),
        });
    }
}
