namespace Microsoft.ML.NeuralOperators.Tests.Metrics;

/// <summary>Metrics of samples in arrays.</summary>
internal static class Evaluations
{
    public static FieldMetrics Evaluate(int channels, int[] grid, params (float[] Prediction, float[] Target)[] samples)
        => Evaluate(channels, grid, new EvaluationOptions(), samples);

    public static FieldMetrics Evaluate(int channels, int[] grid, EvaluationOptions options,
        params (float[] Prediction, float[] Target)[] samples)
    {
        var accumulator = new FieldMetricsAccumulator(channels, grid, options: options);
        foreach (var (prediction, target) in samples) accumulator.Add(prediction, target);
        return accumulator.ToMetrics();
    }

    /// <summary>Numbers between -1 and 1.</summary>
    public static float[] Draw(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextSingle() - 1)];
    }

    public static int Points(int[] grid) => grid.Aggregate(1, (product, size) => product * size);
}
