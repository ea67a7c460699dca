namespace Microsoft.ML.NeuralOperators.Tensors;

/// <summary>A function applied to every element.</summary>
/// <param name="Function">Which one.</param>
internal sealed record Unary(UnaryFunction Function) : Operation
{
    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0];

    public override double Flops(IReadOnlyList<Shape> inputs, Shape output)
        => output.Elements.Value * (Function is UnaryFunction.Negate or UnaryFunction.Abs or UnaryFunction.Relu
            ? 1.0 : 8.0);

    public override T Accept<T>(IOperationVisitor<T> visitor, IReadOnlyList<Value> inputs, Shape output)
        => visitor.Visit(this, inputs, output);
}

/// <summary>A function of two values, broadcast against each other.</summary>
/// <param name="Function">Which one.</param>
internal sealed record Binary(BinaryFunction Function) : Operation
{
    public override Shape Infer(IReadOnlyList<Shape> inputs) => Broadcast(inputs[0], inputs[1]);

    public override T Accept<T>(IOperationVisitor<T> visitor, IReadOnlyList<Value> inputs, Shape output)
        => visitor.Visit(this, inputs, output);
}

/// <summary>scale·x + shift with two numbers.</summary>
/// <param name="Scale">Factor.</param>
/// <param name="Shift">Added after the factor.</param>
internal sealed record Affine(double Scale, double Shift) : Operation
{
    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0];

    public override T Accept<T>(IOperationVisitor<T> visitor, IReadOnlyList<Value> inputs, Shape output)
        => visitor.Visit(this, inputs, output);
}

/// <summary>Zeroes a share of the elements while training and scales the others up; the identity otherwise.</summary>
/// <param name="Rate">The share, in [0, 1).</param>
internal sealed record Dropout(double Rate) : Operation
{
    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0];

    public override T Accept<T>(IOperationVisitor<T> visitor, IReadOnlyList<Value> inputs, Shape output)
        => visitor.Visit(this, inputs, output);
}

/// <summary>
/// Adds -log(-log u) with u uniform in [0, 1) to every element while training, so that the largest of some logits is
/// drawn by its share in their softmax (Gumbel); the identity otherwise.
/// </summary>
internal sealed record GumbelNoise : Operation
{
    /// <summary>Keeps both logarithms finite, as published.</summary>
    public const double Epsilon = 1e-8;

    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0];

    public override T Accept<T>(IOperationVisitor<T> visitor, IReadOnlyList<Value> inputs, Shape output)
        => visitor.Visit(this, inputs, output);
}

/// <summary>exp(x)/Σexp(x) along one axis.</summary>
/// <param name="Axis">The axis; negative counts from the last.</param>
internal sealed record Softmax(int Axis) : Operation
{
    public override Shape Infer(IReadOnlyList<Shape> inputs)
    {
        inputs[0].Axis(Axis);
        return inputs[0];
    }

    public override double Flops(IReadOnlyList<Shape> inputs, Shape output) => 12.0 * output.Elements.Value;

    public override T Accept<T>(IOperationVisitor<T> visitor, IReadOnlyList<Value> inputs, Shape output)
        => visitor.Visit(this, inputs, output);
}
