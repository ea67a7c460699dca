namespace Microsoft.ML.NeuralOperators.Sparse;

/// <summary>
/// Which unknowns of a system meet in an equation: symmetric, with the diagonal, row by row. Made once for a grid or a
/// mesh and shared by the matrices of all samples.
/// </summary>
internal sealed class SparsePattern
{
    /// <summary>The pattern of groups, in each of which every unknown meets every other.</summary>
    /// <param name="size">Number of unknowns.</param>
    /// <param name="groups">The unknowns of each finite element, or the two of each exchange.</param>
    public SparsePattern(int size, IEnumerable<int[]> groups)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        var pairs = new List<long>();
        for (int i = 0; i < size; i++) pairs.Add(Key(i, i));
        foreach (int[] group in groups)
            foreach (int i in group)
                foreach (int j in group) pairs.Add(Key(i, j));
        pairs.Sort();
        Starts = new int[size + 1];
        var columns = new List<int>(pairs.Count);
        long last = -1;
        foreach (long pair in pairs)
        {
            if (pair == last) continue;
            last = pair;
            columns.Add((int)(pair % size));
            Starts[pair / size + 1]++;
        }
        for (int i = 0; i < size; i++) Starts[i + 1] += Starts[i];
        Columns = [.. columns];

        long Key(int i, int j)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(i);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(i, size);
            return (long)i * size + j;
        }
    }

    /// <summary>Number of unknowns.</summary>
    public int Size => Starts.Length - 1;

    /// <summary>Number of entries.</summary>
    public int Count => Columns.Length;

    /// <summary>Where each row begins among the entries; one more for the end.</summary>
    public int[] Starts { get; }

    /// <summary>The column of each entry, ascending in a row.</summary>
    public int[] Columns { get; }

    /// <summary>The columns of a row.</summary>
    public ReadOnlySpan<int> Row(int i) => Columns.AsSpan(Starts[i], Starts[i + 1] - Starts[i]);

    /// <summary>Where the entry of a row and a column is.</summary>
    /// <exception cref="ArgumentException">The two do not meet.</exception>
    public int Place(int row, int column)
    {
        int place = Array.BinarySearch(Columns, Starts[row], Starts[row + 1] - Starts[row], column);
        return place >= 0 ? place : throw new ArgumentException($"Unknowns {row} and {column} do not meet.");
    }

    /// <summary>Where the entries of a group are, row by row: what an element's matrix is added to.</summary>
    public int[] Places(int[] group) => [.. group.SelectMany(i => group.Select(j => Place(i, j)))];
}
