namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Piecewise linear interpolation to another grid of the same domain. Point i of m lies at i·(n-1)/(m-1) of n on closed
/// axes ("aligned corners"), at i·n/m on periodic ones, and at (i+½)·n/m-½ between the outermost points where points
/// are centres of cells. Every axis is one matrix product whose matrix follows from the two sizes, in exported graphs
/// too. Nothing leaves the range of the field's values; <see cref="CubicInterpolation"/> is more accurate for smooth
/// fields.
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
        => AxisInterpolation.Resize(x, first, grid, (from, to) => Matrix(x.Interpreter, points, from, to));

    // [m, n]: row i has 1 - t and t at ⌊s⌋ and ⌊s⌋ + 1 for the position s = ⌊s⌋ + t.
    internal static Value Matrix(Interpreter interpreter, PointPlacement points, Dim from, Dim to)
        => interpreter.Table($"linear {points} {from} {to}", () =>
    {
        var (whole, part) = AxisInterpolation.Positions(interpreter, points, from, to, extrapolates: false);
        Value n = interpreter.Number(from).Reshape(1, 1);
        Value distance = (whole - interpreter.Sequence(from).Reshape(1, from) + part).Abs();
        // The last point of a periodic axis has the first one beside it.
        return points == PointPlacement.Periodic
            ? AxisInterpolation.Hat(distance) + AxisInterpolation.Hat(n - distance)
            : AxisInterpolation.Hat(distance);
    });
}
