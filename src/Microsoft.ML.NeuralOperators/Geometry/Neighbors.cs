namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Which points are neighbours of which queries, in compressed rows: the neighbours of query i are
/// Indices[RowSplits[i]] up to, not including, Indices[RowSplits[i + 1]].
/// </summary>
/// <param name="Indices">The points, query after query.</param>
/// <param name="RowSplits">Where each query's neighbours begin, and at the end their number.</param>
public sealed record Neighbors(IReadOnlyList<int> Indices, IReadOnlyList<int> RowSplits)
{
    /// <summary>Number of queries.</summary>
    public int Count => RowSplits.Count - 1;

    /// <summary>The neighbours of a query.</summary>
    public ReadOnlySpan<int> Of(int query) => Numbers.AsSpan(RowSplits[query], RowSplits[query + 1] - RowSplits[query]);

    private int[] Numbers { get; } = Indices as int[] ?? [.. Indices];
}
