namespace Microsoft.ML.NeuralOperators.Sparse;

/// <summary>
/// What elimination needs to know of a pattern, found once for all matrices that have it: the fronts, dense blocks of
/// the unknowns that are eliminated together and of the later ones that they meet (multifrontal method, Duff and Reid
/// 1983).
/// </summary>
internal sealed class EliminationTree
{
    /// <summary>The fronts of a pattern.</summary>
    /// <param name="pattern">The matrices' pattern.</param>
    /// <param name="parts">Which unknowns, or points, are eliminated together, and in which order.</param>
    /// <param name="unknowns">Unknowns of a point, which are numbered one after the other.</param>
    public EliminationTree(SparsePattern pattern, IReadOnlyList<Dissection> parts, int unknowns = 1)
    {
        Pattern = pattern;
        var place = new int[pattern.Size];
        int next = 0;
        foreach (Dissection part in parts)
            foreach (int point in part.Unknowns)
                for (int c = 0; c < unknowns; c++) place[unknowns * point + c] = next++;
        if (next != pattern.Size)
            throw new ArgumentException($"The parts have {next} unknowns, the pattern {pattern.Size}.", nameof(parts));
        var original = new int[pattern.Size];
        for (int i = 0; i < place.Length; i++) original[place[i]] = i;
        Original = original;
        Fronts = new Front[parts.Count];
        // The front that has an unknown among its later ones, by its end.
        var seen = new int[pattern.Size];
        long stack = 0;
        int first = 0;
        for (int i = 0; i < parts.Count; i++)
        {
            Front front = Fronts[i] = Make(parts[i], first);
            first += front.Own;
            FactorLength = checked(FactorLength + front.Own * front.Size);
            // The children's rests lie below the front's own until it is added up.
            StackLength = Math.Max(StackLength, stack + (long)front.Rest * front.Rest);
            stack += (long)front.Rest * front.Rest
                - parts[i].Children.Sum(c => (long)Fronts[c].Rest * Fronts[c].Rest);
        }

        Front Make(Dissection part, int start)
        {
            int own = unknowns * part.Unknowns.Length, end = start + own;
            var later = new List<int>();
            for (int i = start; i < end; i++)
                foreach (int column in pattern.Row(original[i])) Add(place[column]);
            foreach (int child in part.Children)
                foreach (int row in Fronts[child].Rows.AsSpan(Fronts[child].Own)) Add(row);
            later.Sort();
            int[] rows = [.. Enumerable.Range(start, own), .. later];
            var entries = new List<(int, int)>();
            for (int i = 0; i < own; i++)
                for (int k = pattern.Starts[original[rows[i]]]; k < pattern.Starts[original[rows[i]] + 1]; k++)
                {
                    int column = place[pattern.Columns[k]];
                    if (column >= rows[i]) entries.Add((k, i * rows.Length + Array.BinarySearch(rows, column)));
                }
            return new Front(own, rows, [.. entries],
                [.. part.Children.Select(c => (c, Array.ConvertAll(Fronts[c].Rows[Fronts[c].Own..],
                    row => Array.BinarySearch(rows, row))))]);

            void Add(int row)
            {
                if (row < end || seen[row] == end) return;
                seen[row] = end;
                later.Add(row);
            }
        }
    }

    /// <summary>The matrices' pattern.</summary>
    public SparsePattern Pattern { get; }

    /// <summary>The fronts, children first.</summary>
    public Front[] Fronts { get; }

    /// <summary>The unknown at each place of the order of elimination.</summary>
    public int[] Original { get; }

    /// <summary>Numbers of a factor.</summary>
    public int FactorLength { get; }

    /// <summary>Numbers of the fronts that wait.</summary>
    public long StackLength { get; }

    /// <summary>A dense block.</summary>
    /// <param name="Own">How many unknowns it eliminates, its first ones.</param>
    /// <param name="Rows">All of its unknowns by their place in the order of elimination, ascending.</param>
    /// <param name="Entries">Which entries of the matrix it takes, and where in its own rows they go.</param>
    /// <param name="Children">Fronts that are added to it, and where their rest's unknowns are among its own.</param>
    internal sealed record Front(int Own, int[] Rows, (int Entry, int Place)[] Entries,
        (int Index, int[] Places)[] Children)
    {
        /// <summary>All unknowns.</summary>
        public int Size => Rows.Length;

        /// <summary>The unknowns that later fronts eliminate.</summary>
        public int Rest => Rows.Length - Own;
    }
}
