namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Interpolation to another grid of the same domain by the cubic through the four nearest points: fourth-order accurate
/// up to the ends of the axis, where the outermost four points are used, also beyond the outermost centres of cells.
/// Near jumps it overshoots; <see cref="LinearInterpolation"/> does not. Axes of fewer than four points are
/// interpolated linearly. Every axis is one matrix product whose matrix follows from the two sizes, in exported graphs
/// too.
/// </summary>
public static class CubicInterpolation
{
    private const int Nodes = 4;

    /// <summary>A field whose axes from <paramref name="first"/> on get other sizes.</summary>
    /// <param name="x">The field.</param>
    /// <param name="points">Where the points are on these axes.</param>
    /// <param name="first">The first grid axis.</param>
    /// <param name="grid">The new sizes, which may be symbols.</param>
    public static Value Resize(Value x, PointPlacement points, int first, params IReadOnlyList<Dim> grid)
    {
        for (int i = 0; i < grid.Count; i++)
            x = x.Shape[first + i].Known < Nodes ? LinearInterpolation.Resize(x, points, first + i, grid[i])
                : AxisInterpolation.Resize(x, first + i, [grid[i]],
                    (from, to) => Matrix(x.Interpreter, points, from, to));
        return x;
    }

    // [m, n]: row i has the four Lagrange polynomials of its position at the four points that it uses.
    private static Value Matrix(Interpreter interpreter, PointPlacement points, Dim from, Dim to)
        => interpreter.Table($"cubic {points} {from} {to}", () =>
    {
        var (whole, part) = AxisInterpolation.Positions(interpreter, points, from, to, extrapolates: true);
        bool isPeriodic = points == PointPlacement.Periodic;
        Value size = interpreter.Number(from).Reshape(1, 1);
        Value first = isPeriodic ? whole - 1 : (whole - 1).AtLeast(0).With(BinaryFunction.Minimum, size - Nodes);
        Value place = whole - first + part, column = interpreter.Sequence(from).Reshape(1, from);
        Value? matrix = null;
        for (int node = 0; node < Nodes; node++)
        {
            Value distance = column - first - node, hit = AxisInterpolation.Hat(distance);
            if (isPeriodic)
                hit = hit + AxisInterpolation.Hat(distance - size) + AxisInterpolation.Hat(distance + size);
            Value entries = hit * Polynomial(place, node);
            matrix = matrix is null ? entries : matrix + entries;
        }
        if (from.IsKnown) return matrix!;
        // 0 for fewer than four points, otherwise 1.
        Value isCubic = (size - (Nodes - 1)).Clamp(0, 1);
        return matrix! * isCubic + LinearInterpolation.Matrix(interpreter, points, from, to) * (-isCubic + 1);
    });

    // 1 at its own node of 0, 1, 2, 3, and 0 at the others.
    private static Value Polynomial(Value place, int node)
    {
        Value? product = null;
        for (int other = 0; other < Nodes; other++)
        {
            if (other == node) continue;
            Value factor = (place - other) * (1.0 / (node - other));
            product = product is null ? factor : product * factor;
        }
        return product!;
    }
}
