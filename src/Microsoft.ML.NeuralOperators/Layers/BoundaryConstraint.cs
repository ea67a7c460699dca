namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Makes a field [batch, channels, grid…] meet its boundary condition exactly, on a domain of length 1 along every
/// axis.
/// </summary>
/// <remarks>
/// Dirichlet: the outermost points, which lie on the boundary, take the given values. At cell centres, where no point
/// lies on the boundary, the field is multiplied by 4x(1 - x) along every axis, which vanishes there, and the rest is
/// made up by the given values; so the solution itself can be met. Neumann: they take the values that give the
/// second-order one-sided difference of the normal derivative its given number, (±3u₀ ∓ 4u₁ ± u₂)/2h, axis by axis (the
/// last axis decides corners). Periodic: nothing is to be done, since such a field has no boundary.
/// </remarks>
/// <param name="boundary">The condition.</param>
/// <param name="points">
/// Where the points are: <see cref="PointPlacement.EndPoints"/>, or for Dirichlet
/// <see cref="PointPlacement.CellCentres"/>.
/// </param>
public sealed class BoundaryConstraint(BoundaryCondition boundary,
    PointPlacement points = PointPlacement.EndPoints) : Layer
{
    /// <summary>Applies the condition.</summary>
    /// <param name="u">The field, in physical units.</param>
    /// <param name="given">
    /// Values, or outward normal derivatives, of the same shape; null for zero. Where points lie on the boundary, only
    /// theirs count.
    /// </param>
    public Value Apply(Value u, Value? given) => boundary switch
    {
        BoundaryCondition.Dirichlet => Values(u, given),
        BoundaryCondition.Neumann
        => Enumerable.Range(2, u.Rank - 2).Aggregate(u, (field, axis) => Slopes(field, given, axis)),
        _ => u,
    };

    private Value Values(Value u, Value? given)
    {
        Interpreter interpreter = u.Interpreter;
        Shape grid = u.Shape.Range(2, u.Rank);
        Value inside = interpreter.Table($"inside {points} {grid}", () => grid.Select((size, axis)
            => (points == PointPlacement.CellCentres ? Bubble(interpreter, size) : Inside(interpreter, size))
                .AlongAxis(axis, grid.Rank)).Aggregate((mask, line) => mask * line));
        return given is null ? u * inside : u * inside + given * (-inside + 1);
    }

    private static Value Inside(Interpreter interpreter, Dim size)
    {
        Value i = interpreter.Sequence(size), one = interpreter.Constant([1], 1);
        return one.With(BinaryFunction.LessOrEqual, i) * i.With(BinaryFunction.LessOrEqual,
            interpreter.Number(size - 2));
    }

    // 4x(1 - x) at x = (i + ½)/n.
    private static Value Bubble(Interpreter interpreter, Dim size)
    {
        Value x = (interpreter.Sequence(size) + 0.5) / interpreter.Number(size);
        return x * (-x + 1) * 4;
    }

    private static Value Slopes(Value u, Value? given, int axis)
    {
        Dim n = u.Shape[axis];
        if (n.Known < 3)
            throw new InvalidOperationException($"The Neumann condition needs at least 3 points along every axis, got "
                + $"{u.Shape}.");
        Value spacing = u.Interpreter.Apply(new SizeOf(n - 1)).Reciprocal();
        return Value.Concat(axis, End(0, 1, 2), u.Slice(axis, 1, n - 2), End(n - 1, n - 2, n - 3));

        Value End(Dim end, Dim first, Dim second)
        {
            Value sum = u.Slice(axis, first, 1) * 4 - u.Slice(axis, second, 1);
            if (given is not null) sum += given.Slice(axis, end, 1) * spacing * 2;
            return sum * (1.0 / 3);
        }
    }
}
