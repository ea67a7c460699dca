namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// How many channels the columns of point sets have, where their types give no dimensions. A row then has its length
/// divided by the channels as its number of points; in a column of unknown size that may differ from row to row. Each
/// channel lists all its points before the next channel begins.
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
