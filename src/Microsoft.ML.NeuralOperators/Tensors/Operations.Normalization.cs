using Microsoft.ML.NeuralOperators.Layers;

namespace Microsoft.ML.NeuralOperators.Tensors;

/// <summary>
/// (x - mean)/√(variance + Epsilon)·weight + bias for every channel of [batch, channels, grid…]; weight, bias, mean and variance
/// are [channels]. While training, mean and variance are those of the batch, and the running ones are only observed.
/// </summary>
/// <param name="Mean">The running mean that is moved after a step.</param>
/// <param name="Variance">The running variance that is moved after a step.</param>
/// <param name="Epsilon">Added to the variance.</param>
public sealed record BatchNormalize(ParameterDeclaration Mean, ParameterDeclaration Variance, double Epsilon) : Operation
{
    /// <inheritdoc/>
    public override Shape Infer(IReadOnlyList<Shape> inputs)
    {
        Shape x = inputs[0];
        if (x.Rank < 3 || inputs.Skip(1).Any(s => s.Rank != 1 || s[0].Value != x[1].Value))
            throw Mismatch("a field [batch, channels, grid…] and statistics [channels]", inputs);
        return x;
    }

    /// <inheritdoc/>
    public override double Flops(IReadOnlyList<Shape> inputs, Shape output) => 2.0 * output.Elements.Value;
}
