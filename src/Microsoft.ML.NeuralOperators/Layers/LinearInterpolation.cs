using Microsoft.ML.NeuralOperators.Tensors;

namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>
/// Piecewise linear interpolation to another grid of the same domain, the outermost points on each other ("aligned corners"):
/// point i of m lies at i·(n-1)/(m-1) of n. Every axis is one matrix product whose matrix follows from the two sizes, in
/// exported graphs too.
/// </summary>
public static class LinearInterpolation
{
    /// <summary>A field whose axes from <paramref name="first"/> on get other sizes.</summary>
    /// <param name="x">The field.</param>
    /// <param name="first">The first grid axis.</param>
    /// <param name="grid">The new sizes.</param>
    public static Value Resize(Value x, int first, params IReadOnlyList<Dim> grid)
    {
        for (int i = 0; i < grid.Count; i++) x = Resize(x, first + i, grid[i]);
        return x;
    }

    private static Value Resize(Value x, int axis, Dim size)
    {
        Shape shape = x.Shape;
        if (size.Equals(shape[axis])) return x;
        Value matrix = Matrix(x.Interpreter, shape[axis], size);
        Dim outer = shape.Product(0, axis);
        Value result = axis == shape.Rank - 1 ? x.Reshape(outer, shape[axis]).MatMul(matrix.Transpose(1, 0))
            : matrix.MatMul(x.Reshape(outer, shape[axis], shape.Product(axis + 1, shape.Rank)));
        return result.Reshape(shape.With(axis, size));
    }

    // [m, n]: row i has 1 - t and t at ⌊s⌋ and ⌊s⌋ + 1 for the position s = ⌊s⌋ + t. Whole and broken part are found from whole
    // numbers, which keeps t accurate in single precision.
    private static Value Matrix(Interpreter run, Dim from, Dim to) => run.Table($"linear {from} {to}", () =>
    {
        Value steps = run.Number(Dim.Max(to - 1, 1)).Reshape(1, 1);
        Value product = run.Sequence(to).Reshape(to, 1) * run.Number(from - 1).Reshape(1, 1);
        Value whole = (product / steps).Map(UnaryFunction.Floor);
        Value part = (product - whole * steps) / steps;
        Value distance = (whole - run.Sequence(from).Reshape(1, from) + part).Map(UnaryFunction.Abs);
        return (-distance + 1).Map(UnaryFunction.Relu);
    });
}
