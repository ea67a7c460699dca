namespace Microsoft.ML.NeuralOperators.Data.Columnar;

/// <summary>The sizes of lists of lists from Parquet's repetition levels, where all rows have the same.</summary>
internal static class ListShape
{
    /// <summary>The sizes of every row.</summary>
    /// <param name="levels">
    /// The repetition level of each number: 0 starts a new row, and the highest level continues the innermost list.
    /// </param>
    /// <param name="depth">Lists around a number.</param>
    /// <param name="name">The column.</param>
    /// <param name="row">The first row.</param>
    /// <exception cref="UnsupportedArrayException">A row has other sizes; the text names it.</exception>
    public static int[] Of(ReadOnlySpan<int> levels, int depth, string name, long row)
    {
        // Numbers of each list: as far as one around it begins anew.
        var lengths = new int[depth + 1];
        lengths[depth] = 1;
        for (int axis = 0; axis < depth; axis++)
        {
            int end = levels.Length > 1 ? levels[1..].IndexOfAnyInRange(0, axis) : -1;
            lengths[axis] = end < 0 ? levels.Length : end + 1;
        }
        int at = 0;
        for (; at < levels.Length; at++)
        {
            int axis = depth;
            while (axis > 0 && at % lengths[axis - 1] == 0) axis--;
            if (levels[at] != axis) break;
        }
        if (at == levels.Length && at % Math.Max(1, lengths[0]) == 0)
            return [.. Enumerable.Range(0, depth).Select(axis => lengths[axis] / lengths[axis + 1])];
        // The row in which a list ends too early or too late; one that is too short is noticed where the next begins.
        int last = at < levels.Length && levels[at] == 0 ? at - 1 : Math.Min(at, levels.Length - 1);
        long odd = row + levels[..(last + 1)].Count(0) - 1;
        throw new UnsupportedArrayException($"row {odd} of '{name}' is a list of another length than row {row}; "
            + "expected one length for all rows.");
    }
}
