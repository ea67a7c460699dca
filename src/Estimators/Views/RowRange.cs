namespace Microsoft.ML.NeuralOperators.Views;

/// <summary>Some rows, one after the other.</summary>
/// <param name="From">The first.</param>
/// <param name="End">The one after the last.</param>
internal sealed record RowRange(long From, long End)
{
    /// <summary>How many they are.</summary>
    public long Count => End - From;
}
