namespace Microsoft.ML.NeuralOperators.Tensors;

/// <summary>
/// (x - mean)/√(variance + Epsilon)·weight + bias for every channel of [batch, channels, grid…]; weight, bias, mean and
/// variance are [channels]. While training, mean and variance are those of the batch, and the running ones are only
/// observed.
/// </summary>
/// <param name="Mean">The running mean that is moved after a step.</param>
/// <param name="Variance">The running variance that is moved after a step.</param>
/// <param name="Epsilon">Added to the variance.</param>
internal sealed record BatchNormalize(ParameterDeclaration Mean, ParameterDeclaration Variance, double Epsilon)
    : Operation
{
    public override Shape Infer(IReadOnlyList<Shape> inputs)
    {
        Shape x = inputs[0];
        if (x.Rank < 3 || inputs.Skip(1).Any(s => s.Rank != 1 || s[0].Value != x[1].Value))
            throw Mismatch("a field [batch, channels, grid…] and statistics [channels]", inputs);
        return x;
    }

    public override double Flops(IReadOnlyList<Shape> inputs, Shape output) => 2.0 * output.Elements.Value;

    public override T Accept<T>(IOperationVisitor<T> visitor, IReadOnlyList<Value> inputs, Shape output)
        => visitor.Visit(this, inputs, output);
}

/// <summary>
/// (x - mean)/√(variance + Epsilon), by the mean and variance of the last axis at every point, then times a weight and
/// plus a bias where they are given: [.., channels], [channels], [channels] → [.., channels]. The size of the last axis
/// is known.
/// </summary>
/// <param name="Epsilon">Added to the variance.</param>
internal sealed record LayerNormalize(double Epsilon) : Operation
{
    public override Shape Infer(IReadOnlyList<Shape> inputs)
    {
        Shape x = inputs[0];
        if (x.Rank < 1 || x[-1].Known is not { } channels || inputs.Count is not (1 or 3) || inputs.Skip(1)
            .Any(s => s.Rank != 1 || s[0].Known != channels))
            throw Mismatch("[.., channels], alone or with a weight [channels] and a bias [channels]", inputs);
        return x;
    }

    public override double Flops(IReadOnlyList<Shape> inputs, Shape output)
        => (inputs.Count > 1 ? 7.0 : 5.0) * output.Elements.Value;

    public override T Accept<T>(IOperationVisitor<T> visitor, IReadOnlyList<Value> inputs, Shape output)
        => visitor.Visit(this, inputs, output);
}

/// <summary>
/// The value itself, which the torch interpreter keeps while training: a running statistic of the same shape is moved
/// towards it after a step.
/// </summary>
/// <param name="Statistic">The running statistic.</param>
internal sealed record Observe(ParameterDeclaration Statistic) : ArithmeticFree
{
    public override Shape Infer(IReadOnlyList<Shape> inputs)
        => inputs[0].Equals(Shape.Of([.. Statistic.Shape])) ? inputs[0] : throw Mismatch($"{Statistic}", inputs);

    public override T Accept<T>(IOperationVisitor<T> visitor, IReadOnlyList<Value> inputs, Shape output)
        => visitor.Visit(this, inputs, output);
}
