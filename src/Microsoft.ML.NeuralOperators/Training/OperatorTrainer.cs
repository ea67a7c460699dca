using Microsoft.ML.NeuralOperators.Layers;
using TorchSharp;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>The one training loop: any operator, any device, mini-batches over data in memory.</summary>
public static class OperatorTrainer
{
    /// <summary>Trains an operator.</summary>
    /// <param name="definition">The operator between normalised fields.</param>
    /// <param name="data">Training samples.</param>
    /// <param name="validation">Samples whose error is reported after every epoch, or null.</param>
    /// <param name="options">How to train.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    /// <exception cref="InvalidOperationException">The data does not fit the operator, or the loss stopped being finite.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public static TrainedOperator Train(NeuralOperator definition, FieldDataset data, FieldDataset? validation, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        string faults = string.Join("; ", options.Faults());
        if (faults.Length > 0) throw new ArgumentOutOfRangeException(nameof(options), faults + ".");
        DatasetChecks.Require(definition, data);
        if (validation is not null) DatasetChecks.Require(definition, validation);
        options.CancellationToken.ThrowIfCancellationRequested();
        NativeHeap.Tune();

        using DisposeScope scope = torch.NewDisposeScope();
        torch.Device device = TorchDevice.Choose(options.GpuDeviceId, options.FallbackToCpu);
        var normalized = new NormalizedOperator(definition);
        ParameterValues values = ParameterValues.Initialize(normalized, options.Seed);
        var statistics = data.Inputs.Select(f => options.NormalizeInput ? f.Statistics() : Neutral(f)).ToArray();
        var target = options.NormalizeOutput ? data.Target.Statistics() : Neutral(data.Target);
        for (int i = 0; i < statistics.Length; i++) Store(values, normalized.InputNormalizers[i], statistics[i]);
        Store(values, normalized.OutputNormalizer, target);
        torch.manual_seed(options.Seed);

        using var run = new TrainingRun(normalized, values, data, validation, statistics, target, options, device);
        IReadOnlyList<EpochReport> epochs = run.Epochs();
        var report = new TrainingReport(definition.GetType().Name, definition.Parameters.Where(p => p.IsTrainable).Sum(p => p.Elements),
            data.Count, data.Target.Grid, options.Seed, run.Device, epochs.Sum(e => e.Seconds), epochs);
        return new TrainedOperator(normalized, run.Values(), report);
    }

    private static (float[] Mean, float[] Deviation) Neutral(FieldSamples field)
        => (new float[field.Channels], [.. Enumerable.Repeat(1f, field.Channels)]);

    private static void Store(ParameterValues values, FieldNormalizer normalizer, (float[] Mean, float[] Deviation) statistics)
    {
        statistics.Mean.CopyTo(values[normalizer.Mean], 0);
        statistics.Deviation.CopyTo(values[normalizer.Deviation], 0);
    }
}
