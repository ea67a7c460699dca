namespace Microsoft.ML.NeuralOperators.Augmentation;

/// <summary>
/// A symmetry of the interval, the square or the cube: axis i of the image is axis From[i], reversed or not.
/// </summary>
/// <param name="From">For each axis of the grid the one that it comes from.</param>
/// <param name="IsReversed">Whether it is reversed.</param>
internal sealed record GridSymmetry(int[] From, bool[] IsReversed)
{
    public bool IsIdentity => !IsReversed.Contains(true) && From.Select((from, axis) => from == axis).All(same => same);

    /// <summary>-1 for those that turn a right hand into a left one.</summary>
    public int Determinant
    {
        get
        {
            int turns = IsReversed.Count(r => r);
            for (int i = 0; i < From.Length; i++) turns += From.Take(i).Count(from => from > From[i]);
            return turns % 2 == 0 ? 1 : -1;
        }
    }

    /// <summary>The symmetry that undoes this one.</summary>
    public GridSymmetry Inverse()
    {
        int[] from = new int[From.Length];
        bool[] isReversed = new bool[From.Length];
        for (int axis = 0; axis < from.Length; axis++)
            (from[From[axis]], isReversed[From[axis]]) = (axis, IsReversed[axis]);
        return new GridSymmetry(from, isReversed);
    }

    /// <summary>The image of a field [batch, channels, grid…].</summary>
    public Value Apply(Value x, PointPlacement placement)
    {
        x = x.Transpose([0, 1, .. From.Select(axis => axis + 2)]);
        int[] reversed = [.. Enumerable.Range(0, From.Length).Where(axis => IsReversed[axis]).Select(axis => axis + 2)];
        if (placement != PointPlacement.Periodic) return x.Flip(reversed);
        // The first point of a periodic axis is its own mirror image.
        foreach (int axis in reversed)
            x = Value.Concat(axis, x.Slice(axis, 0, 1), x.Slice(axis, 1, x.Shape[axis] - 1).Flip(axis));
        return x;
    }

    /// <summary>All symmetries of a grid, the identity first.</summary>
    /// <param name="grid">Points along each axis.</param>
    /// <param name="axes">The axes that may change.</param>
    /// <param name="swaps">Whether axes of equally many points may be exchanged.</param>
    public static IReadOnlyList<GridSymmetry> Group(int[] grid, IReadOnlyList<int> axes, bool swaps)
    {
        IEnumerable<int[]> orders = swaps
            ? Permutations([.. Enumerable.Range(0, grid.Length)], axes, 0)
                .Where(order => order.Select((from, axis) => grid[from] == grid[axis]).All(same => same))
            : [[.. Enumerable.Range(0, grid.Length)]];
        return [.. from order in orders
                   from signs in Enumerable.Range(0, 1 << axes.Count)
                   select new GridSymmetry(order, Signs(signs))];

        bool[] Signs(int bits)
        {
            var reversed = new bool[grid.Length];
            for (int i = 0; i < axes.Count; i++) reversed[axes[i]] = (bits >> i & 1) == 1;
            return reversed;
        }
    }

    /// <summary>Moves a channel's numbers to their new places.</summary>
    public void Apply(ReadOnlySpan<float> source, Span<float> destination, int[] grid, PointPlacement placement,
        int sign)
    {
        var offsets = new int[3][];
        for (int i = 0; i < 3; i++) offsets[i] = [0];
        for (int axis = 0; axis < grid.Length; axis++)
        {
            int from = From[axis], stride = grid.Skip(from + 1).Aggregate(1, (a, b) => a * b), n = grid[axis];
            // The first point of a periodic axis is its own mirror image.
            int end = placement == PointPlacement.Periodic ? n : n - 1;
            bool reversed = IsReversed[axis];
            offsets[3 - grid.Length + axis] = [.. Enumerable.Range(0, n)
                .Select(i => stride * (reversed ? (end - i) % n : i))];
        }
        int next = 0;
        foreach (int a in offsets[0])
            foreach (int b in offsets[1])
                foreach (int c in offsets[2]) destination[next++] = sign * source[a + b + c];
    }

    private static IEnumerable<int[]> Permutations(int[] order, IReadOnlyList<int> axes, int fixedAxes)
    {
        if (fixedAxes >= axes.Count - 1)
        {
            yield return [.. order];
            yield break;
        }
        for (int i = fixedAxes; i < axes.Count; i++)
        {
            int[] swapped = [.. order];
            (swapped[axes[fixedAxes]], swapped[axes[i]]) = (swapped[axes[i]], swapped[axes[fixedAxes]]);
            foreach (int[] result in Permutations(swapped, axes, fixedAxes + 1)) yield return result;
        }
    }
}
