namespace Microsoft.ML.NeuralOperators.Tensors;

/// <summary>Functions of one element.</summary>
public enum UnaryFunction
{
    /// <summary>-x.</summary>
    Negate,
    /// <summary>eˣ.</summary>
    Exp,
    /// <summary>Natural logarithm.</summary>
    Log,
    /// <summary>Square root.</summary>
    Sqrt,
    /// <summary>1/x.</summary>
    Reciprocal,
    /// <summary>|x|.</summary>
    Abs,
    /// <summary>The largest whole number not above x.</summary>
    Floor,
    /// <summary>Sine of radians.</summary>
    Sin,
    /// <summary>Cosine of radians.</summary>
    Cos,
    /// <summary>Hyperbolic tangent.</summary>
    Tanh,
    /// <summary>1/(1+e⁻ˣ).</summary>
    Sigmoid,
    /// <summary>max(x, 0).</summary>
    Relu,
    /// <summary>x·Φ(x) with the exact normal distribution function (not the tanh approximation).</summary>
    Gelu,
    /// <summary>x/(1+e⁻ˣ).</summary>
    Silu,
    /// <summary>Error function.</summary>
    Erf,
}

/// <summary>Functions of two elements, with broadcasting.</summary>
public enum BinaryFunction
{
    /// <summary>x + y.</summary>
    Add,
    /// <summary>x - y.</summary>
    Subtract,
    /// <summary>x · y.</summary>
    Multiply,
    /// <summary>x / y.</summary>
    Divide,
    /// <summary>xʸ.</summary>
    Power,
    /// <summary>The smaller one.</summary>
    Minimum,
    /// <summary>The larger one.</summary>
    Maximum,
    /// <summary>1 where x ≤ y, otherwise 0.</summary>
    LessOrEqual,
    /// <summary>1 where x = y, otherwise 0.</summary>
    Equal,
}

/// <summary>A function applied to every element.</summary>
/// <param name="Function">Which one.</param>
public sealed record Unary(UnaryFunction Function) : Operation
{
    /// <inheritdoc/>
    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0];

    /// <inheritdoc/>
    public override double Flops(IReadOnlyList<Shape> inputs, Shape output)
        => output.Elements.Value * (Function is UnaryFunction.Negate or UnaryFunction.Abs or UnaryFunction.Relu ? 1.0 : 8.0);
}

/// <summary>A function of two values, broadcast against each other.</summary>
/// <param name="Function">Which one.</param>
public sealed record Binary(BinaryFunction Function) : Operation
{
    /// <inheritdoc/>
    public override Shape Infer(IReadOnlyList<Shape> inputs) => Broadcast(inputs[0], inputs[1]);
}

/// <summary>scale·x + shift with two numbers.</summary>
/// <param name="Scale">Factor.</param>
/// <param name="Shift">Added after the factor.</param>
public sealed record Affine(double Scale, double Shift) : Operation
{
    /// <inheritdoc/>
    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0];
}

/// <summary>Zeroes a share of the elements while training and scales the others up; the identity otherwise.</summary>
/// <param name="Rate">The share, in [0, 1).</param>
public sealed record Dropout(double Rate) : Operation
{
    /// <inheritdoc/>
    public override Shape Infer(IReadOnlyList<Shape> inputs) => inputs[0];
}

/// <summary>exp(x)/Σexp(x) along one axis.</summary>
/// <param name="Axis">The axis; negative counts from the last.</param>
public sealed record Softmax(int Axis) : Operation
{
    /// <inheritdoc/>
    public override Shape Infer(IReadOnlyList<Shape> inputs)
    {
        inputs[0].Axis(Axis);
        return inputs[0];
    }

    /// <inheritdoc/>
    public override double Flops(IReadOnlyList<Shape> inputs, Shape output) => 12.0 * output.Elements.Value;
}
