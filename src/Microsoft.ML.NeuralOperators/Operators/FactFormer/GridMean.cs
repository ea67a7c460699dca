namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Means over grid axes of [batch, grid…, …]: integrals over the domain, by its quadrature, or plain means of the
/// points where <paramref name="points"/> is null.
/// </summary>
internal sealed class GridMean(int dimensions, PointPlacement? points)
{
    /// <summary>The mean over one axis, which stays with size 1.</summary>
    public Value Over(Value x, int axis)
    {
        Shape shape = x.Shape;
        Value? weights = points is { } rule ? AxisPoints.Weights(x.Interpreter, rule, shape[axis]) : null;
        if (weights is null) return x.Reduce(Reduction.Mean, axis);
        Value rows = x.Reshape(shape.Product(0, axis), shape[axis], shape.Product(axis + 1, shape.Rank));
        return weights.Reshape(1, shape[axis]).MatMul(rows).Reshape(shape.With(axis, 1));
    }

    /// <summary>The mean over all grid axes, or all but one; they stay with size 1.</summary>
    public Value OverGrid(Value x, int? kept = null)
    {
        for (int axis = dimensions; axis >= 1; axis--)
            if (axis != kept) x = Over(x, axis);
        return x;
    }

    /// <summary>
    /// The mean over all grid axes but one: [batch, grid…, channels] → [batch, points of the axis, channels].
    /// </summary>
    public Value MeanOnto(Value x, int kept) => OverGrid(x, kept).Reshape(x.Shape[0], x.Shape[kept], x.Shape[-1]);

    /// <summary>
    /// k·w along the second axis from the last, [.., n, d]: what turns a sum over points into the mean.
    /// </summary>
    public Value Weigh(Value k)
    {
        if (points is not { } rule) return k;
        Interpreter interpreter = k.Interpreter;
        return AxisPoints.Weights(interpreter, rule, k.Shape[-2]) is { } weights ? k * weights.Reshape(k.Shape[-2], 1)
            : k / interpreter.Number(k.Shape[-2]);
    }
}
