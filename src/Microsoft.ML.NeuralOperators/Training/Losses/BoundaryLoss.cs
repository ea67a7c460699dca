using TorchSharp;

namespace Microsoft.ML.NeuralOperators.Training.Losses;

/// <summary>
/// The relative L2 error at the outermost points of the grid alone. As a part of a <see cref="SumLoss"/> it gives the boundary a
/// weight of its own.
/// </summary>
public sealed record BoundaryLoss : Loss
{
    private const double Tiny = 1e-12;

    /// <inheritdoc/>
    public override bool NeedsGrid => true;

    /// <inheritdoc/>
    public override torch.Tensor PerSample(torch.Tensor prediction, torch.Tensor target)
        => (Ring(prediction - target) + Tiny * Tiny).sqrt() / ((Ring(target) + Tiny * Tiny).sqrt() + Tiny);

    // Everything minus the inside.
    private static torch.Tensor Ring(torch.Tensor x)
    {
        torch.Tensor square = x * x, inside = square;
        for (int axis = 2; axis < x.Dimensions; axis++) inside = inside.narrow(axis, 1, Math.Max(0, x.shape[axis] - 2));
        return (SumOverSample(square) - SumOverSample(inside)).clamp(min: 0);
    }
}
