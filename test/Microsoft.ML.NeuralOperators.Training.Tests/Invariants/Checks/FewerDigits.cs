namespace Microsoft.ML.NeuralOperators.Training.Tests.Invariants;

/// <summary>
/// Training with 16-bit numbers takes the course of that with 32 bits: nothing overflows or vanishes.
/// </summary>
internal static class FewerDigits
{
    private const double Tolerance = 0.05;

    public static void Require(OperatorCase test)
    {
        float[] expected = Losses(TrainingPrecision.Single);
        foreach (TrainingPrecision precision in new[] { TrainingPrecision.Half, TrainingPrecision.BFloat16 })
            Near.Require(expected, Losses(precision), Tolerance, $"losses of {precision}");

        float[] Losses(TrainingPrecision precision)
            => [.. test.Train(test.Quick with { Precision = precision }).Report.Epochs
                .Select(epoch => (float)epoch.Loss)];
    }
}
