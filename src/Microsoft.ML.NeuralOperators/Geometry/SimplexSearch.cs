namespace Microsoft.ML.NeuralOperators.Geometry;

/// <summary>
/// Which line, triangle or tetrahedron of a mesh a place is in: boxes of cells, sorted into a coarse grid.
/// </summary>
internal sealed class SimplexSearch
{
    // A place on a side belongs to the cells at both sides of it, whatever rounding says.
    private const double Tolerance = 1e-9;

    private readonly double[] _points;
    private readonly int[] _simplices;
    private readonly int _axes;
    private readonly int[] _grid;
    private readonly double[] _lower;
    private readonly double[] _upper;
    private readonly List<int>?[] _bins;

    /// <summary>A search.</summary>
    /// <param name="points">The points, one after the other.</param>
    /// <param name="simplices">Corners of the simplices, as many as axes and one more each.</param>
    /// <param name="axes">Coordinates of a point.</param>
    public SimplexSearch(double[] points, int[] simplices, int axes)
    {
        (_points, _simplices, _axes) = (points, simplices, axes);
        (_lower, _upper) = Box(simplices);
        int count = simplices.Length / (axes + 1);
        // About as many bins as cells.
        int along = Math.Clamp((int)Math.Ceiling(Math.Pow(count, 1.0 / axes)), 1, 512);
        _grid = [.. Enumerable.Repeat(along, axes)];
        _bins = new List<int>?[(int)Math.Pow(along, axes)];
        for (int cell = 0; cell < count; cell++)
        {
            var (lower, upper) = Box(Corners(cell));
            for (int axis = 0; axis < axes; axis++)
            {
                double slack = Tolerance * (upper[axis] - lower[axis]);
                (lower[axis], upper[axis]) = (lower[axis] - slack, upper[axis] + slack);
            }
            ForEachBin(lower, upper, bin => (_bins[bin] ??= []).Add(cell));
        }
    }

    /// <summary>The corners of the first simplex that a place is in, with its barycentric coordinates.</summary>
    public (int[] Points, double[] Weights)? Find(ReadOnlySpan<double> place)
    {
        int bin = 0;
        for (int axis = 0; axis < _axes; axis++)
        {
            double slack = Tolerance * (_upper[axis] - _lower[axis]);
            if (!(place[axis] >= _lower[axis] - slack && place[axis] <= _upper[axis] + slack)) return null;
            bin = bin * _grid[axis] + BinOf(place[axis], axis);
        }
        foreach (int cell in _bins[bin] ?? [])
            if (Barycentric(cell, place) is { } weights) return (Corners(cell).ToArray(), weights);
        return null;
    }

    private ReadOnlySpan<int> Corners(int cell) => _simplices.AsSpan(cell * (_axes + 1), _axes + 1);

    private double[]? Barycentric(int cell, ReadOnlySpan<double> place)
    {
        ReadOnlySpan<int> corners = Corners(cell);
        Span<double> edges = stackalloc double[9], from = stackalloc double[3], w = stackalloc double[3];
        ReadOnlySpan<double> origin = _points.AsSpan(corners[0] * _axes, _axes);
        double size = 0;
        for (int axis = 0; axis < _axes; axis++)
        {
            from[axis] = place[axis] - origin[axis];
            for (int k = 0; k < _axes; k++)
            {
                double edge = _points[corners[k + 1] * _axes + axis] - origin[axis];
                edges[3 * axis + k] = edge;
                size = Math.Max(size, Math.Abs(edge));
            }
        }
        // Axes that are not there are those of the unit matrix.
        for (int axis = _axes; axis < 3; axis++) edges[4 * axis] = 1;
        double determinant = Determinant(edges);
        // A flat cell has no inside.
        if (Math.Abs(determinant) <= 1e-14 * Math.Pow(size, _axes)) return null;
        double first = 1;
        Span<double> replaced = stackalloc double[9];
        for (int k = 0; k < _axes; k++)
        {
            edges.CopyTo(replaced);
            for (int axis = 0; axis < 3; axis++) replaced[3 * axis + k] = from[axis];
            w[k] = Determinant(replaced) / determinant;
            if (w[k] < -Tolerance) return null;
            first -= w[k];
        }
        return first < -Tolerance ? null : [first, .. w[.._axes]];
    }

    private static double Determinant(ReadOnlySpan<double> m)
        => m[0] * (m[4] * m[8] - m[5] * m[7]) - m[1] * (m[3] * m[8] - m[5] * m[6]) + m[2] * (m[3] * m[7] - m[4] * m[6]);

    private (double[] Lower, double[] Upper) Box(ReadOnlySpan<int> corners)
    {
        double[] lower = [.. Enumerable.Repeat(double.PositiveInfinity, _axes)];
        double[] upper = [.. Enumerable.Repeat(double.NegativeInfinity, _axes)];
        foreach (int corner in corners)
            for (int axis = 0; axis < _axes; axis++)
            {
                double x = _points[corner * _axes + axis];
                (lower[axis], upper[axis]) = (Math.Min(lower[axis], x), Math.Max(upper[axis], x));
            }
        return (lower, upper);
    }

    private int BinOf(double x, int axis)
    {
        double length = _upper[axis] - _lower[axis];
        return length > 0 ? (int)Math.Clamp((x - _lower[axis]) / length * _grid[axis], 0, _grid[axis] - 1) : 0;
    }

    private void ForEachBin(double[] lower, double[] upper, Action<int> visit)
    {
        Span<int> first = [0, 0, 0], last = [0, 0, 0], sizes = [1, 1, 1];
        for (int axis = 0; axis < _axes; axis++)
            (first[axis], last[axis], sizes[axis]) = (BinOf(lower[axis], axis), BinOf(upper[axis], axis), _grid[axis]);
        for (int i = first[0]; i <= last[0]; i++)
            for (int j = first[1]; j <= last[1]; j++)
                for (int k = first[2]; k <= last[2]; k++) visit((i * sizes[1] + j) * sizes[2] + k);
    }
}
