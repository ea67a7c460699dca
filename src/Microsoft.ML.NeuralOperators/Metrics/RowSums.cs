namespace Microsoft.ML.NeuralOperators.Metrics;

/// <summary>What one row adds to the metrics, so that rows can be drawn anew.</summary>
internal readonly record struct RowSums
{
    /// <summary>The row's own errors.</summary>
    public RowErrors Errors { get; init; }

    /// <summary>Whether the truth is not zero, so that there are relative errors.</summary>
    public bool HasScale { get; init; }

    /// <summary>Σe².</summary>
    public double Squares { get; init; }

    /// <summary>The truth around its mean.</summary>
    public Variation Truth { get; init; }

    /// <summary>Relative errors of each channel by itself.</summary>
    public RelativeMean Normalized { get; init; }

    /// <summary>The same, over the truth's deviation.</summary>
    public RelativeMean Scaled { get; init; }
}
