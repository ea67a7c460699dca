namespace Microsoft.ML.NeuralOperators.Tensors;

/// <summary>
/// The largest value of every window of [batch, channels, grid…]: n → ⌊n/Size⌋ points, what is left over is dropped.
/// </summary>
/// <param name="Size">Points of a window along every axis, which is also the windows' distance.</param>
internal sealed record MaxPool(int Size) : Operation
{
    public override Shape Infer(IReadOnlyList<Shape> inputs)
    {
        Shape shape = inputs[0];
        if (shape.Rank < 3) throw Mismatch("a field [batch, channels, grid…]", shape);
        for (int axis = 2; axis < shape.Rank; axis++)
        {
            if (shape[axis].IsKnown && shape[axis].Value < Size)
                throw Mismatch($"at least {Size} points along axis {axis}", shape);
            shape = shape.With(axis, shape[axis] / Size);
        }
        return shape;
    }

    public override double Flops(IReadOnlyList<Shape> inputs, Shape output) => inputs[0].Elements.Value;

    public override T Accept<T>(IOperationVisitor<T> visitor, IReadOnlyList<Value> inputs, Shape output)
        => visitor.Visit(this, inputs, output);
}
