namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>Sums of the stages that are done, for the samples that the next one learns from.</summary>
/// <param name="pass">How the stages are trained.</param>
/// <param name="scales">Statistics of the fields, the same in all stages: sums are of normalised outputs.</param>
internal sealed class StageSums(TrainingPass pass, TrainingScales scales)
{
    /// <summary>A sum as a field like the labels.</summary>
    public static FieldSamples Field(FieldSamples target, float[] sums)
        => new("sum", target.Channels, target.Grid, sums);

    /// <summary>Samples with the sum as their last input; as they are without one.</summary>
    public static FieldDataset With(FieldDataset rows, FieldSamples? sum)
        => sum is null ? rows : new([.. rows.Inputs, sum], rows.Target);

    /// <summary>The statistics of samples with or without a sum.</summary>
    public TrainingScales ScalesOf(FieldDataset rows) => rows.Inputs.Count == 1 ? scales
        : scales with { Inputs = [.. scales.Inputs, FieldScale.Neutral(rows.Target.Channels)] };

    /// <summary>What a sum leaves of the normalised labels, as a standard deviation of every channel.</summary>
    public float[] Scale(FieldSamples target, FieldSamples sum)
    {
        int points = target.SampleLength / target.Channels;
        var rest = new float[(long)target.Count * target.SampleLength];
        for (int i = 0; i < target.Count; i++)
        {
            Span<float> row = rest.AsSpan(i * target.SampleLength, target.SampleLength);
            target.Read(i, row);
            ReadOnlySpan<float> predicted = sum[i];
            for (int j = 0; j < row.Length; j++)
            {
                int channel = j / points;
                row[j] = (row[j] - scales.Output.Mean[channel]) / scales.Output.StandardDeviation[channel]
                    - predicted[j];
            }
        }
        return Field(target, rest)
            .Statistics(target.Channels, pass.Shards.AddUp).StandardDeviation;
    }

    /// <summary>The sum with a stage, for every sample.</summary>
    public FieldSamples Predict(TrainedOperator trained, FieldDataset rows)
    {
        TrainingOptions options = pass.Options;
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        TrainingScales own = ScalesOf(rows);
        using var task = new MapTask(trained.Definition, new FieldDataset(rows.Inputs, null), own.Inputs,
            own.Output, options, pass.Device);
        using var parameters = new ParameterVector(trained.Values, options.Precision, pass.Device);
        using var run = new TorchInterpreter(parameters.Views(parameters.Vector), options.Precision.Compute(),
            pass.Device);
        FieldSamples target = rows.Target;
        var sums = new float[(long)rows.Count * target.SampleLength];
        for (int from = 0; from < rows.Count; from += options.BatchSize)
        {
            if (pass.Group.IsAlone) options.CancellationToken.ThrowIfCancellationRequested();
            using DisposeScope batch = torch.NewDisposeScope();
            torch.Tensor sum = task.Predict(run,
                [.. Enumerable.Range(from, Math.Min(options.BatchSize, rows.Count - from))]);
            sum.cpu().@float().contiguous().data<float>().CopyTo(sums, from * target.SampleLength);
        }
        return Field(target, sums);
    }
}
