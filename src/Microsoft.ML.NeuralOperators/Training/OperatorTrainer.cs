using Microsoft.ML.NeuralOperators.Interpreters.Torch;
using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Native;
using TorchSharp;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>The one training of any operator on any device: mini-batches over data in memory or in files.</summary>
public static class OperatorTrainer
{
    /// <summary>Trains an operator.</summary>
    /// <param name="definition">The operator between normalised fields.</param>
    /// <param name="data">Training samples.</param>
    /// <param name="validation">Samples whose error is reported after every epoch, or null.</param>
    /// <param name="options">How to train.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    /// <exception cref="InvalidOperationException">The data does not fit the operator.</exception>
    /// <exception cref="DllNotFoundException">libtorch is missing or does not load; the text says what to add.</exception>
    /// <exception cref="TrainingDivergedException">The loss stopped being finite, or exploded.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public static TrainedOperator Train(NeuralOperator definition, FieldDataset data, FieldDataset? validation, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        string faults = string.Join("; ", options.Faults());
        if (faults.Length > 0) throw new ArgumentOutOfRangeException(nameof(options), faults + ".");
        TrainingMemory.Of(definition, options).Require(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        DatasetChecks.Require(definition, data, options, DatasetChecks.Training);
        if (validation is not null) DatasetChecks.Require(definition, validation, options, DatasetChecks.Validation);
        options.CancellationToken.ThrowIfCancellationRequested();
        TorchLibraries.Require();
        if (options.TunesNativeHeap) NativeHeap.Tune();

        // Updates and sums over all parameters run on this thread.
        using IDisposable threads = TorchThreads.Use(TorchThreads.All);
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Device device = TorchDevice.Choose(options.GpuDeviceId, options.FallbackToCpu);
        if (options.Precision == TrainingPrecision.Half && TorchDevice.IsCpu(device))
            throw new InvalidOperationException("Precision is Half, which torch has on CUDA devices only. Take Single or BFloat16 on the CPU.");
        var normalized = new NormalizedOperator(definition);
        ParameterValues values = ParameterValues.Initialize(normalized, options.Seed);
        var (inputs, output) = Scales(definition, data, options);
        for (int i = 0; i < inputs.Length; i++) Store(values, normalized.InputNormalizers[i], inputs[i]);
        Store(values, normalized.OutputNormalizer, output);

        using TrainingTask task = Task(data);
        using TrainingTask? validationTask = validation is null ? null : Task(validation);
        using StateFolder? folder = options.Checkpoints is { } checkpoints ? new StateFolder(checkpoints) : null;
        // Reading all data once more is only worth it where states are kept.
        IReadOnlyDictionary<string, string> fingerprint = options.Checkpoints is null ? new Dictionary<string, string>()
            : Fingerprint.Of(definition, data, validation, options);
        using var run = new TrainingRun(normalized, values, task, validationTask, folder, fingerprint, options, device)
        {
            Data = data,
        };
        try
        {
            run.Run();
        }
        catch (OperationCanceledException) when (options.ReturnsBestOnCancellation && run.Best is not null)
        {
            return new TrainedOperator(normalized, run.Best, run.Summary());
        }
        return new TrainedOperator(normalized, run.Values, run.Summary());

        TrainingTask Task(FieldDataset fields) => options.RollOut is null
            ? new MapTask(normalized, fields, inputs, output, options, options.Precision.Compute(), device)
            : new RollOutTask(normalized, fields.Inputs[0], RollOutScale(data, options), options, options.Precision.Compute(), device);
    }

    private static (FieldScale[] Inputs, FieldScale Output) Scales(NeuralOperator definition, FieldDataset data, TrainingOptions options)
    {
        if (options.RollOut is { } rollOut)
        {
            // Frames go out as they came in: one scale for both, repeated for every frame.
            FieldScale frame = RollOutScale(data, options);
            return ([Repeat(frame, rollOut.History)], Repeat(frame, rollOut.StepsPerPrediction));
        }
        FieldScale[] inputs = [.. PointMasks.Complete(definition, data).Zip(definition.Inputs,
            (field, port) => Scale(field, options.NormalizeInput && port.IsNormalized, options))];
        return (inputs, data.HasTarget ? Scale(data.Target, options.NormalizeOutput, options) : FieldScale.Neutral(definition.Output.Channels));
    }

    private static FieldScale Scale(FieldSamples field, bool isNormalized, TrainingOptions options)
        => isNormalized ? Measured(field, field.Channels, options) : FieldScale.Neutral(field.Channels);

    private static FieldScale RollOutScale(FieldDataset data, TrainingOptions options)
    {
        int channels = options.RollOut!.Channels;
        return options.NormalizeInput ? Measured(data.Inputs[0], channels, options) : FieldScale.Neutral(channels);
    }

    private static FieldScale Measured(FieldSamples field, int channels, TrainingOptions options)
    {
        var (mean, deviation) = field.Statistics(channels);
        if (!mean.Concat(deviation).All(float.IsFinite))
            throw new InvalidOperationException(
                $"Field '{field.Name}': the standard deviation of its numbers is beyond single precision. Take a larger unit.");
        if (field.IsMinute())
            options.Warning?.Invoke($"Field '{field.Name}': its numbers are so small that single precision loses their digits, and that they may count as constant. Take a smaller unit.");
        return new FieldScale(mean, deviation);
    }

    private static FieldScale Repeat(FieldScale scale, int frames)
        => new([.. Enumerable.Repeat(scale.Mean, frames).SelectMany(m => m)], [.. Enumerable.Repeat(scale.Deviation, frames).SelectMany(d => d)]);

    private static void Store(ParameterValues values, FieldNormalizer normalizer, FieldScale scale)
    {
        scale.Mean.CopyTo(values[normalizer.Mean], 0);
        scale.Deviation.CopyTo(values[normalizer.Deviation], 0);
    }
}
