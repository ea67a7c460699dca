namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Channels of columns with fields on point sets, for those whose type has no dimensions: their length over the
/// channels is then the number of points, which may differ from row to row where the type has no known size. Channels
/// come one after the other, each with all its points.
/// </summary>
public sealed record ColumnChannels
{
    /// <summary>Channels of the label.</summary>
    public int Label { get; init; } = 1;

    /// <summary>Channels of the feature column.</summary>
    public int Feature { get; init; } = 1;

    /// <summary>Coordinates of a point.</summary>
    public int Coordinates { get; init; } = 2;
}
