namespace Microsoft.ML.NeuralOperators;

/// <summary>An interval that a metric lies in, under other rows of the same kind.</summary>
/// <param name="Lower">Its lower end.</param>
/// <param name="Upper">Its upper end.</param>
public readonly record struct ConfidenceInterval(double Lower, double Upper);

/// <summary>
/// Confidence intervals of metrics by the percentile bootstrap over rows. The maximum has none: no draw exceeds it.
/// </summary>
/// <param name="Confidence">The share of the draws inside.</param>
/// <param name="Draws">How many draws were made.</param>
public sealed record MetricIntervals(double Confidence, int Draws)
{
    /// <summary>Of <see cref="FieldMetrics.RelativeL1"/>.</summary>
    public ConfidenceInterval RelativeL1 { get; init; }

    /// <summary>Of <see cref="FieldMetrics.RelativeL2"/>.</summary>
    public ConfidenceInterval RelativeL2 { get; init; }

    /// <summary>Of <see cref="FieldMetrics.RelativeH1"/>.</summary>
    public ConfidenceInterval RelativeH1 { get; init; }

    /// <summary>Of <see cref="FieldMetrics.RootMeanSquaredError"/>.</summary>
    public ConfidenceInterval RootMeanSquaredError { get; init; }

    /// <summary>Of <see cref="FieldMetrics.NormalizedRmse"/>.</summary>
    public ConfidenceInterval NormalizedRmse { get; init; }

    /// <summary>Of <see cref="FieldMetrics.VarianceScaledRmse"/>.</summary>
    public ConfidenceInterval VarianceScaledRmse { get; init; }

    /// <summary>Of <see cref="FieldMetrics.RSquared"/>.</summary>
    public ConfidenceInterval RSquared { get; init; }
}
