namespace Microsoft.ML.NeuralOperators.Geometry;

/// <summary>Reads fields on a grid of one to three axes at any places.</summary>
/// <param name="grid">Points along each axis.</param>
/// <param name="placement">Where they are on axes of length 1.</param>
/// <param name="kind">How fields go on between them.</param>
internal sealed class GridSampler(IReadOnlyList<int> grid, PointPlacement placement, GridInterpolation kind)
{
    private const int Widest = 4;

    // Coefficients along each axis: splines with ends have two more than points.
    private readonly int[] _sizes = [.. grid.Select(n => IsExtended(placement, kind) ? n + 2 : n)];

    private bool IsPeriodic => placement == PointPlacement.Periodic;

    private bool IsCubic => kind == GridInterpolation.Cubic;

    /// <summary>A sentence for what keeps fields on the grid from being read, or null.</summary>
    public string? Fault()
        => grid.Count is < 1 or > 3 ? $"the grid has {grid.Count} axes; expected 1 to 3"
            : IsCubic && grid.Any(n => n < UniformSpline.Fewest)
                ? $"the grid is {string.Join("×", grid)}; cubic interpolation needs at least {UniformSpline.Fewest} "
                    + "points along every axis" : null;

    /// <summary>Coordinate of a grid point, on an axis of length 1.</summary>
    public static double Coordinate(PointPlacement placement, int index, int points) => placement switch
    {
        PointPlacement.EndPoints => points == 1 ? 0 : index / (points - 1.0),
        PointPlacement.Periodic => index / (double)points,
        _ => (index + 0.5) / points,
    };

    /// <summary>What <see cref="At"/> takes: the values themselves, or the coefficients of a spline.</summary>
    /// <param name="field">The field, [channels, grid…].</param>
    public double[] Prepare(ReadOnlySpan<float> field)
    {
        var values = new double[field.Length];
        for (int i = 0; i < values.Length; i++) values[i] = field[i];
        if (!IsCubic) return values;
        for (int axis = 0, inner = grid.Skip(1).Aggregate(1, (a, b) => a * b); axis < grid.Count; axis++)
        {
            values = Along(values, grid[axis], _sizes[axis], inner);
            if (axis + 1 < grid.Count) inner /= grid[axis + 1];
        }
        return values;
    }

    /// <summary>The values of all channels at a place.</summary>
    /// <param name="prepared">See <see cref="Prepare"/>.</param>
    /// <param name="place">Coordinates, 0 to 1 along every axis.</param>
    /// <param name="values">Gets as many values as there are channels.</param>
    public void At(ReadOnlySpan<double> prepared, ReadOnlySpan<double> place, Span<double> values)
    {
        Span<double> weights = stackalloc double[3 * Widest];
        Span<int> offsets = stackalloc int[3 * Widest], counts = [1, 1, 1];
        weights.Fill(1);
        offsets.Clear();
        for (int axis = grid.Count - 1, slot = 2, stride = 1; axis >= 0; stride *= _sizes[axis--], slot--)
        {
            Span<int> along = offsets.Slice(slot * Widest, Widest);
            counts[slot] = Stencil(axis, place[axis], weights.Slice(slot * Widest, Widest), along);
            for (int i = 0; i < counts[slot]; i++) along[i] *= stride;
        }
        int length = prepared.Length / values.Length;
        for (int channel = 0; channel < values.Length; channel++)
        {
            double sum = 0;
            for (int i = 0; i < counts[0]; i++)
                for (int j = 0; j < counts[1]; j++)
                {
                    double line = 0;
                    int start = channel * length + offsets[i] + offsets[Widest + j];
                    for (int k = 0; k < counts[2]; k++)
                        line += weights[2 * Widest + k] * prepared[start + offsets[2 * Widest + k]];
                    sum += weights[i] * weights[Widest + j] * line;
                }
            values[channel] = sum;
        }
    }

    private static bool IsExtended(PointPlacement placement, GridInterpolation kind)
        => placement != PointPlacement.Periodic && kind == GridInterpolation.Cubic;

    // Where a coordinate is among the points of an axis: their indices and weights.
    private int Stencil(int axis, double coordinate, Span<double> weights, Span<int> indices)
    {
        int n = grid[axis];
        double x = placement switch
        {
            PointPlacement.EndPoints => coordinate * (n - 1),
            PointPlacement.Periodic => coordinate * n,
            _ => coordinate * n - 0.5,
        };
        if (!IsPeriodic && !IsCubic) x = Math.Clamp(x, 0, n - 1);
        if (kind == GridInterpolation.Nearest)
        {
            indices[0] = Index((int)Math.Floor(x + 0.5), n);
            return 1;
        }
        int first = (int)Math.Floor(x);
        if (!IsPeriodic) first = Math.Clamp(first, 0, Math.Max(0, n - 2));
        double t = x - first;
        if (!IsCubic)
        {
            if (n == 1) (indices[0], weights[0]) = (0, 1);
            else (indices[0], indices[1], weights[0], weights[1]) = (Index(first, n), Index(first + 1, n), 1 - t, t);
            return Math.Min(n, 2);
        }
        UniformSpline.Weights(t, weights);
        for (int i = 0; i < Widest; i++) indices[i] = IsPeriodic ? Index(first - 1 + i, n) : first + i;
        return Widest;
    }

    private int Index(int i, int n) => IsPeriodic ? (i % n + n) % n : Math.Clamp(i, 0, n - 1);

    private double[] Along(double[] values, int points, int size, int inner)
    {
        int outer = values.Length / points / inner;
        double[] result = new double[outer * size * inner], line = new double[points], solved = new double[size];
        for (int o = 0; o < outer; o++)
            for (int i = 0; i < inner; i++)
            {
                for (int k = 0; k < points; k++) line[k] = values[(o * points + k) * inner + i];
                if (IsPeriodic) UniformSpline.Periodic(line, solved);
                else UniformSpline.NotAKnot(line, solved);
                for (int k = 0; k < size; k++) result[(o * size + k) * inner + i] = solved[k];
            }
        return result;
    }
}
