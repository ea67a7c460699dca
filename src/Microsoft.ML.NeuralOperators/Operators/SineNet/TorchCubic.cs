namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Interpolation as torch's "bicubic" does it between centres of cells: the cubic convolution of Keys with the slope
/// -¾, the outermost points repeated. One matrix product an axis, as in <see cref="CubicInterpolation"/>.
/// </summary>
internal static class TorchCubic
{
    private const double Slope = -0.75;

    /// <summary>A field whose axes from <paramref name="first"/> on get other sizes.</summary>
    public static Value Resize(Value x, int first, IReadOnlyList<Dim> grid)
        => AxisInterpolation.Resize(x, first, grid, (from, to) => Matrix(x.Interpreter, from, to));

    // [m, n]: row i has the weights of its position at the four points around it.
    private static Value Matrix(Interpreter interpreter, Dim from, Dim to)
        => interpreter.Table($"torch's cubic {from} {to}", () =>
    {
        var (whole, part) = AxisInterpolation.Positions(interpreter, PointPlacement.CellCentres, from, to,
            extrapolates: true);
        Value last = interpreter.Number(from).Reshape(1, 1) - 1, column = interpreter.Sequence(from).Reshape(1, from);
        return new[] { Entries(-1, Far(part + 1)), Entries(0, Near(part)), Entries(1, Near(-part + 1)),
            Entries(2, Far(-part + 2)) }.Aggregate((a, b) => a + b);

        Value Entries(int node, Value weight) => AxisInterpolation.Hat(column
            - (whole + node).AtLeast(0).With(BinaryFunction.Minimum, last)) * weight;
    });

    // Of distances up to one spacing.
    private static Value Near(Value d) => (d * (Slope + 2) - (Slope + 3)) * d * d + 1;

    // Of distances between one and two.
    private static Value Far(Value d) => ((d * Slope - 5 * Slope) * d + 8 * Slope) * d - 4 * Slope;
}
