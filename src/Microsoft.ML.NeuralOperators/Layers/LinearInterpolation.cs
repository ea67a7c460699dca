namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Piecewise linear interpolation to another grid of the same domain. Point i of m lies at i·(n-1)/(m-1) of n on closed
/// axes ("aligned corners"), at i·n/m on periodic ones, and at (i+½)·n/m-½ between the outermost points where points
/// are centres of cells. Every axis is one matrix product whose matrix follows from the two sizes, in exported graphs
/// too.
/// </summary>
public static class LinearInterpolation
{
    /// <summary>A field whose closed axes from <paramref name="first"/> on get other sizes.</summary>
    /// <param name="x">The field.</param>
    /// <param name="first">The first grid axis.</param>
    /// <param name="grid">The new sizes.</param>
    public static Value Resize(Value x, int first, params IReadOnlyList<Dim> grid)
        => Resize(x, PointPlacement.EndPoints, first, grid);

    /// <summary>A field whose axes from <paramref name="first"/> on get other sizes.</summary>
    /// <param name="x">The field.</param>
    /// <param name="points">Where the points are on these axes.</param>
    /// <param name="first">The first grid axis.</param>
    /// <param name="grid">The new sizes.</param>
    public static Value Resize(Value x, PointPlacement points, int first, params IReadOnlyList<Dim> grid)
    {
        for (int i = 0; i < grid.Count; i++) x = Resize(x, points, first + i, grid[i]);
        return x;
    }

    private static Value Resize(Value x, PointPlacement points, int axis, Dim size)
    {
        Shape shape = x.Shape;
        if (size.Equals(shape[axis])) return x;
        Value matrix = Matrix(x.Interpreter, points, shape[axis], size);
        Dim outer = shape.Product(0, axis);
        Value result = axis == shape.Rank - 1 ? x.Reshape(outer, shape[axis]).MatMul(matrix.Transpose(1, 0))
            : matrix.MatMul(x.Reshape(outer, shape[axis], shape.Product(axis + 1, shape.Rank)));
        return result.Reshape(shape.With(axis, size));
    }

    // [m, n]: row i has 1 - t and t at ⌊s⌋ and ⌊s⌋ + 1 for the position s = ⌊s⌋ + t. Whole and broken part are found
    // from whole numbers, which keeps t accurate in single precision.
    private static Value Matrix(Interpreter interpreter, PointPlacement points, Dim from, Dim to)
        => interpreter.Table($"linear {points} {from} {to}", () =>
    {
        Value n = interpreter.Number(from).Reshape(1, 1), m = interpreter.Number(to).Reshape(1, 1),
            i = interpreter.Sequence(to).Reshape(to, 1);
        (Value product, Value steps) = points switch
        {
            PointPlacement.EndPoints => (i * (n - 1), interpreter.Number(Dim.Max(to - 1, 1)).Reshape(1, 1)),
            PointPlacement.Periodic => (i * n, m),
            _ => (Between((i * 2 + 1) * n - m, m * 2 * (n - 1)), m * 2),
        };
        Value whole = (product / steps).Floor();
        Value part = (product - whole * steps) / steps;
        Value distance = (whole - interpreter.Sequence(from).Reshape(1, from) + part).Abs();
        // The last point of a periodic axis has the first one beside it.
        return points == PointPlacement.Periodic ? Near(distance) + Near(n - distance) : Near(distance);

        static Value Near(Value distance) => (-distance + 1).Relu();
        static Value Between(Value x, Value limit) => x.Relu().With(BinaryFunction.Minimum, limit);
    });
}
