namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>Waves and quadrature weights of a grid axis, computed from its size, in exported graphs too.</summary>
internal static class AxisPoints
{
    /// <summary>
    /// Angles [n, K] of waves with the given numbers of turns over the length of the axis, whole ones and the rest [1,
    /// K] apart: whole turns are reduced exactly, which keeps the angles of high frequencies accurate in single
    /// precision.
    /// </summary>
    public static Value Angles(PointPlacement points, Dim size, Value whole, Value rest)
    {
        Interpreter interpreter = whole.Interpreter;
        // Places as whole numbers: index over count.
        Value count = interpreter.Number(points == PointPlacement.EndPoints ? Dim.Max(size - 1, 1) : size)
            .Reshape(1, 1), index = interpreter.Sequence(size).Reshape(size, 1);
        if (points == PointPlacement.CellCentres) (count, index) = (count * 2, index * 2 + 1);
        Value product = whole * index;
        Value reduced = product - (product / count).Floor() * count;
        return (reduced / count + rest * (index / count)) * (2 * Math.PI);
    }

    /// <summary>Weights [n] of the mean over the axis, with the sum 1; null where all are equal.</summary>
    public static Value? Weights(Interpreter interpreter, PointPlacement points, Dim size)
        => points != PointPlacement.EndPoints ? null : interpreter.Table($"axis weights {points} {size}", () =>
        {
            Value index = interpreter.Sequence(size), one = interpreter.Constant([1], 1);
            Value ends = index.With(BinaryFunction.Equal, interpreter.Number(0))
                + index.With(BinaryFunction.Equal, interpreter.Number(size - 1));
            // A single point is both ends; the division by the sum gives it the weight 1.
            Value weights = ends.With(BinaryFunction.Minimum, one) * -0.5 + 1;
            return weights / weights.Reduce(Reduction.Sum, 0);
        });
}
