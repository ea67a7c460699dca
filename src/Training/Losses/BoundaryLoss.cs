namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// The relative L2 error at the outermost points of the grid alone. As a part of a <see cref="SumLoss"/> it gives the
/// boundary a weight of its own.
/// </summary>
public sealed record BoundaryLoss : Loss
{
    /// <inheritdoc/>
    public override bool NeedsGrid => true;

    /// <inheritdoc/>
    public override torch.Tensor PerSample(torch.Tensor prediction, torch.Tensor target)
        => ErrorNorm(prediction, target, x => Root(SumOverBoundary(x * x)));
}
