namespace Microsoft.ML.NeuralOperators.Data.Formats;

/// <summary>MATLAB's sparse matrices, column by column, as arrays with all their zeros.</summary>
internal static class SparseMatrix
{
    /// <summary>Puts the numbers in their places.</summary>
    /// <param name="name">The matrix.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="row">The row of each number.</param>
    /// <param name="begin">The first number of each column, and one after the last.</param>
    /// <param name="numbers">The numbers, of one or two parts each.</param>
    /// <param name="parts">Numbers of an element.</param>
    /// <param name="budget">What reading may cost.</param>
    /// <exception cref="UnsupportedArrayException">It is damaged, or too large with its zeros.</exception>
    public static NamedArray Dense(string name, long rows, long columns, long[] row, long[] begin, float[] numbers,
        int parts, ReadBudget budget)
    {
        long count = ElementDecoder.LongCount([rows, columns]) * parts;
        if (count > Array.MaxLength || !budget.CanTake(sizeof(float) * count))
            throw new UnsupportedArrayException($"the sparse matrix '{name}' of {rows}×{columns} is too large with all "
                + "its zeros; save full(…) of a part of it, or read a trusted file with higher ReadLimits.");
        budget.Take(sizeof(float) * count);
        if (begin.Length != columns + 1 || begin[0] != 0 || begin[^1] > row.Length
            || begin[^1] * parts > numbers.Length)
            throw Damaged(name);
        var dense = new float[count];
        for (long column = 0; column < columns; column++)
        {
            if (begin[column + 1] < begin[column]) throw Damaged(name);
            for (long i = begin[column]; i < begin[column + 1]; i++)
            {
                if (row[i] < 0 || row[i] >= rows) throw Damaged(name);
                for (int part = 0; part < parts; part++)
                    dense[(row[i] * columns + column) * parts + part] = numbers[i * parts + part];
            }
        }
        return NamedArray.Of(name, [rows, columns], parts, dense);
    }

    private static UnsupportedArrayException Damaged(string name)
        => new($"the sparse matrix '{name}' is damaged: its rows and columns do not fit its numbers.");
}
