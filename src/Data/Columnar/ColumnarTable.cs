namespace Microsoft.ML.NeuralOperators.Data.Columnar;

/// <summary>
/// An open file of columns whose rows are stored in groups, a group at a time: Parquet's row groups, Arrow's batches.
/// </summary>
internal abstract class ColumnarTable : IDisposable
{
    /// <summary>Rows of each group.</summary>
    public abstract IReadOnlyList<long> Groups { get; }

    /// <summary>The columns' names, in order.</summary>
    public abstract IReadOnlyList<string> Columns { get; }

    /// <summary>The sizes that the file says a row of a column has, where lists were arrays; null where it does not.
    /// </summary>
    public abstract int[]? Sizes(int column);

    /// <summary>Reads a column's rows in a group.</summary>
    /// <param name="column">The column.</param>
    /// <param name="group">The group.</param>
    /// <exception cref="UnsupportedArrayException">
    /// The column holds something else than numbers, or lists of different lengths; the text names the row.
    /// </exception>
    public abstract ColumnarRows Read(int column, int group);

    /// <summary>The first row of a group.</summary>
    public long First(int group) => Groups.Take(group).Sum();

    public abstract void Dispose();
}

/// <summary>Rows of a column.</summary>
/// <param name="Values">The numbers of all rows.</param>
/// <param name="Sizes">The sizes of each row; none for plain numbers.</param>
internal sealed record ColumnarRows(float[] Values, int[] Sizes);
