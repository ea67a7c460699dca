namespace Microsoft.ML.NeuralOperators;

/// <summary>Rows of one data set that are bit for bit in another.</summary>
/// <param name="Count">How many rows of the second set are in the first.</param>
/// <param name="Rows">Rows of the second set.</param>
/// <param name="Pairs">Those that are in the first, each with the first row that equals it, in order.</param>
public sealed record DuplicateRows(int Count, int Rows, IReadOnlyList<(int First, int Second)> Pairs)
{
    /// <summary>The first of the pairs, as text.</summary>
    internal string Some => string.Join(", ", Pairs.Take(5).Select(p => $"row {p.Second} is row {p.First}"))
        + (Pairs.Count > 5 ? ", …" : "");

    /// <inheritdoc/>
    public override string ToString() => Count == 0 ? $"None of {Rows} rows is in the other data."
        : $"{Count} of {Rows} rows {(Count == 1 ? "is" : "are")} in the other data: {Some}.";
}
