namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>The sub-domains of a <see cref="Nuno"/> and their common grid.</summary>
/// <param name="Boxes">The sub-domains.</param>
/// <param name="Axes">
/// For each sub-domain the coordinate that every axis of the grid follows, the longest first.
/// </param>
/// <param name="Grid">Points along each axis of the grids.</param>
/// <param name="Spacing">For each sub-domain and axis the mean distance of its points, in steps of the grid.</param>
internal sealed record NunoDomains(IReadOnlyList<SubDomain> Boxes, int[][] Axes, int[] Grid, double[][] Spacing)
{
    // So many points suffice to estimate the density.
    private const int MostPoints = 1 << 16;

    /// <summary>Those of training rows.</summary>
    /// <param name="points">The points of all rows.</param>
    /// <param name="options">How many sub-domains, and the size of their grids.</param>
    /// <exception cref="InvalidOperationException">
    /// The grids do not have as many axes as the points have coordinates.
    /// </exception>
    public static NunoDomains Of(FieldSamples points, NunoOptions options)
    {
        int axes = points.Channels;
        if (options.Inner.AxisCount != axes || options.Grid is { } given && given.Count != axes)
            throw new InvalidOperationException($"The points have {axes} coordinates, but Inner is for grids of "
                + $"{options.Inner.AxisCount} axes{(options.Grid is { } grid ? $", and Grid has {grid.Count}" : "")}; "
                + "expected as many of each.");
        int rows = 0;
        var cloud = new List<double>();
        for (; rows < points.Count && cloud.Count < MostPoints * axes; rows++)
        {
            ReadOnlySpan<float> row = points[rows];
            int stride = row.Length / axes;
            for (int i = 0; i < points.PointsOf(rows); i++)
                for (int axis = 0; axis < axes; axis++) cloud.Add(row[axis * stride + i]);
        }
        return Of([.. cloud], axes, rows, options);
    }

    /// <summary>Those of points.</summary>
    /// <param name="points">The points of some rows, end to end.</param>
    /// <param name="axes">Coordinates of each.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="options">How many sub-domains, and the size of their grids.</param>
    public static NunoDomains Of(double[] points, int axes, int rows, NunoOptions options)
    {
        IReadOnlyList<SubDomain> boxes = SubDomain.Split(points, axes, options.SubDomains, options.DensityCells);
        int[][] order = [.. boxes.Select(box => Enumerable.Range(0, axes).OrderByDescending(box.Length).ToArray())];
        // Points of a row along each axis of a box, at an even distance.
        double[][] sizes = [.. boxes.Select((box, b) =>
        {
            double volume = 1;
            for (int axis = 0; axis < axes; axis++) volume *= box.Length(axis);
            double distance = Math.Pow(volume / Math.Max(1, (double)box.Count / rows), 1.0 / axes);
            return order[b].Select(axis => box.Length(axis) / distance).ToArray();
        })];
        IReadOnlyList<GridAxis> needed = options.Inner.Axes;
        double finer = Math.Pow(options.Oversampling, 1.0 / axes);
        int[] grid = [.. options.Grid ?? [.. Enumerable.Range(0, axes).Select(axis =>
        {
            int size = Math.Max(Math.Max(2, needed[axis].MinimumToTrain),
                (int)Math.Round(sizes.Max(s => s[axis]) * finer));
            return (size + needed[axis].MultipleOf - 1) / needed[axis].MultipleOf * needed[axis].MultipleOf;
        })]];
        return new(boxes, order, grid,
            [.. sizes.Select(s => s.Select((size, axis) => (grid[axis] - 1) / Math.Max(1, size)).ToArray())]);
    }
}
