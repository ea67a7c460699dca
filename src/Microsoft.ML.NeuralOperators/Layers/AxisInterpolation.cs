namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Interpolation along grid axes: one matrix product an axis, whose matrix follows from the two sizes.
/// </summary>
internal static class AxisInterpolation
{
    /// <summary>A field whose axes from <paramref name="first"/> on get other sizes.</summary>
    /// <param name="x">The field.</param>
    /// <param name="first">The first grid axis.</param>
    /// <param name="grid">The new sizes.</param>
    /// <param name="matrix">The matrix [new size, old size] from the old and the new size.</param>
    public static Value Resize(Value x, int first, IReadOnlyList<Dim> grid, Func<Dim, Dim, Value> matrix)
    {
        for (int i = 0; i < grid.Count; i++)
            if (!grid[i].Equals(x.Shape[first + i])) x = Resize(x, first + i, grid[i], matrix);
        return x;
    }

    /// <summary>
    /// Where the points of a new grid are, in spacings of the old one: whole and broken part, both [new size, 1]. They
    /// are found from whole numbers, which keeps the broken part accurate in single precision.
    /// </summary>
    /// <param name="interpreter">Computes them.</param>
    /// <param name="points">Where points are on both grids.</param>
    /// <param name="from">The old size.</param>
    /// <param name="to">The new size.</param>
    /// <param name="extrapolates">
    /// Whether centres of cells that lie beyond the old grid's outermost ones are given as such, or as these.
    /// </param>
    public static (Value Whole, Value Part) Positions(Interpreter interpreter, PointPlacement points, Dim from, Dim to,
        bool extrapolates)
    {
        Value n = interpreter.Number(from).Reshape(1, 1), m = interpreter.Number(to).Reshape(1, 1),
            i = interpreter.Sequence(to).Reshape(to, 1);
        (Value product, Value steps) = points switch
        {
            PointPlacement.EndPoints => (i * (n - 1), interpreter.Number(Dim.Max(to - 1, 1)).Reshape(1, 1)),
            PointPlacement.Periodic => (i * n, m),
            _ => ((i * 2 + 1) * n - m, m * 2),
        };
        if (points == PointPlacement.CellCentres && !extrapolates)
            product = product.Relu().With(BinaryFunction.Minimum, steps * (n - 1));
        Value whole = (product / steps).Floor();
        return (whole, (product - whole * steps) / steps);
    }

    /// <summary>1 at the point itself, 0 at its neighbours, linear between: of a distance in spacings.</summary>
    public static Value Hat(Value distance) => (-distance.Abs() + 1).Relu();

    private static Value Resize(Value x, int axis, Dim size, Func<Dim, Dim, Value> matrixOf)
    {
        Shape shape = x.Shape;
        Value matrix = matrixOf(shape[axis], size);
        Dim outer = shape.Product(0, axis);
        Value result = axis == shape.Rank - 1 ? x.Reshape(outer, shape[axis]).MatMul(matrix.Transpose(1, 0))
            : matrix.MatMul(x.Reshape(outer, shape[axis], shape.Product(axis + 1, shape.Rank)));
        return result.Reshape(shape.With(axis, size));
    }
}
