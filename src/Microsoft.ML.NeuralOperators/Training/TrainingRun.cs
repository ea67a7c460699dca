using System.Diagnostics;
using Microsoft.ML.NeuralOperators.Interpreters.Torch;
using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Tensors;
using Microsoft.ML.NeuralOperators.Training.Losses;
using Microsoft.ML.NeuralOperators.Training.Optimizers;
using TorchSharp;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>The state of one training: data and parameters on the device, workers, optimizer.</summary>
internal sealed class TrainingRun : IDisposable
{
    private readonly NormalizedOperator _definition;
    private readonly TrainingOptions _options;
    private readonly torch.Device _device;
    private readonly DeviceField[] _inputs;
    private readonly DeviceField _target;
    private readonly FieldDataset? _validation;
    private readonly ParameterVector _parameters;
    private readonly Optimizer _optimizer;
    private readonly GradientStep _step;
    private readonly int _count;

    public TrainingRun(NormalizedOperator definition, ParameterValues values, FieldDataset data, FieldDataset? validation,
        (float[] Mean, float[] Deviation)[] statistics, (float[] Mean, float[] Deviation) target, TrainingOptions options, torch.Device device)
    {
        (_definition, _options, _device, _validation, _count) = (definition, options, device, validation, data.Count);
        const torch.ScalarType Type = torch.ScalarType.Float32;
        _inputs = [.. data.Inputs.Zip(statistics, (field, s) => new DeviceField(field, s, Type, device))];
        _target = new DeviceField(data.Target, target, Type, device);
        _parameters = new ParameterVector(values, Type, device);
        _optimizer = options.Optimizer switch
        {
            OptimizerKind.Sgd => new SgdOptimizer(_parameters.Vector, options.WeightDecay, 0.9),
            _ => new AdamOptimizer(_parameters.Vector, options.WeightDecay, options.Optimizer == OptimizerKind.AdamW),
        };
        bool isCpu = device.type == DeviceType.CPU;
        int workers = !isCpu ? 1 : options.Workers > 0 ? options.Workers : Environment.ProcessorCount;
        workers = Math.Min(workers, Math.Min(options.BatchSize, data.Count));
        _step = new GradientStep(_parameters, _optimizer, options.GradientClipNorm, workers, Type, device);
        Device = isCpu ? $"cpu, {workers} worker{(workers == 1 ? "" : "s")}" : $"cuda:{device.index}";
    }

    /// <summary>The device, in words.</summary>
    public string Device { get; }

    /// <summary>Runs all epochs.</summary>
    public IReadOnlyList<EpochReport> Epochs()
    {
        var reports = new List<EpochReport>();
        var clock = Stopwatch.StartNew();
        for (int epoch = 1; epoch <= _options.Epochs; epoch++) reports.Add(Epoch(epoch, clock));
        return reports;
    }

    /// <summary>The weights as they are.</summary>
    public ParameterValues Values() => _parameters.ToValues(_definition);

    public void Dispose()
    {
        _step.Dispose();
        _optimizer.Dispose();
        _parameters.Dispose();
        _target.Dispose();
        foreach (DeviceField input in _inputs) input.Dispose();
    }

    private EpochReport Epoch(int epoch, Stopwatch clock)
    {
        TimeSpan begin = clock.Elapsed;
        int[] order = [.. Enumerable.Range(0, _count)];
        // A source of its own for every epoch: a resumed run shuffles as the uninterrupted one would.
        new Random(HashCode(_options.Seed, epoch)).Shuffle(order);
        int batches = (_count + _options.BatchSize - 1) / _options.BatchSize;
        double lossSum = 0, rate = 0;
        for (int batch = 0; batch < batches; batch++)
        {
            _options.CancellationToken.ThrowIfCancellationRequested();
            int[] samples = order[(batch * _options.BatchSize)..Math.Min(_count, (batch + 1) * _options.BatchSize)];
            double position = epoch - 1 + (_options.Schedule.IsPerBatch ? (double)batch / batches : 0);
            rate = _options.LearningRate * _options.Schedule.Factor(position, _options.Epochs);
            using torch.Tensor loss = _step.Run(samples, (run, part) => Loss(run, part, samples.Length), rate);
            float value = loss.item<float>();
            if (!float.IsFinite(value))
                throw new InvalidOperationException(
                    $"Training diverged: the loss is {value} in epoch {epoch}, batch {batch + 1} of {batches}, at learning rate {rate:g4}. " +
                    "Lower LearningRate or set GradientClipNorm.");
            lossSum += value * samples.Length;
            int done = Math.Min(_count, (batch + 1) * _options.BatchSize);
            if (batch + 1 < batches) Report(epoch, batch + 1, batches, lossSum / done, null, rate, done, begin, clock.Elapsed, false);
        }
        double meanLoss = lossSum / _count;
        double seconds = (clock.Elapsed - begin).TotalSeconds;
        double? error = _validation is null ? null : ValidationError();
        Report(epoch, batches, batches, meanLoss, error, rate, _count, begin, clock.Elapsed, true);
        return new EpochReport(epoch, meanLoss, error, rate, seconds);
    }

    // The sum of the losses of a part of the batch over the batch's size.
    private torch.Tensor Loss(TorchInterpreter run, int[] part, int batchSize)
    {
        torch.Tensor index = torch.tensor(Array.ConvertAll(part, i => (long)i), [part.Length], torch.ScalarType.Int64, _device);
        Value[] inputs = [.. _inputs.Select(field => run.Wrap(field.Samples.index_select(0, index)))];
        torch.Tensor prediction = TorchInterpreter.Unwrap(_definition.ForwardNormalized(inputs));
        return _options.Loss.PerSample(prediction, _target.Samples.index_select(0, index)).sum() / batchSize;
    }

    private double ValidationError()
    {
        double sum = 0;
        _step.Evaluate(run =>
        {
            for (int from = 0; from < _validation!.Count; from += _options.BatchSize)
            {
                using DisposeScope scope = torch.NewDisposeScope();
                int[] samples = [.. Enumerable.Range(from, Math.Min(_options.BatchSize, _validation.Count - from))];
                Value[] inputs = [.. _validation.Inputs.Select(field => run.Wrap(Tensor(field.Pick(samples))))];
                torch.Tensor prediction = TorchInterpreter.Unwrap(_definition.Forward(inputs));
                sum += Losses.Loss.RelativeL2.PerSample(prediction, Tensor(_validation.Target.Pick(samples))).sum().item<float>();
            }
        });
        return sum / _validation!.Count;

        torch.Tensor Tensor(FieldSamples field) => torch.tensor(field.Values, field.Shape, torch.ScalarType.Float32, _device);
    }

    private void Report(int epoch, int batch, int batches, double loss, double? error, double rate, int done, TimeSpan begin,
        TimeSpan now, bool endsEpoch)
    {
        if (_options.Progress is null) return;
        double share = (epoch - 1 + (double)batch / batches) / _options.Epochs;
        _options.Progress(new TrainingProgress(epoch, _options.Epochs, batch, batches, loss, error, rate,
            done / Math.Max(1e-9, (now - begin).TotalSeconds), now, now * ((1 - share) / share), endsEpoch));
    }

    // System.HashCode is seeded per process; this one gives the same shuffles in every run.
    private static int HashCode(int seed, int epoch) => unchecked((int)((uint)seed * 2654435761u ^ (uint)epoch * 40503u));
}
