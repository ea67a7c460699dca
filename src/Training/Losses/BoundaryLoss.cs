namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// The relative L2 error at the outermost points of the grid alone. As a part of a <see cref="SumLoss"/> it gives the
/// boundary a weight of its own.
/// </summary>
public sealed record BoundaryLoss : Loss
{
    private const double Tiny = 1e-12;

    /// <inheritdoc/>
    public override bool NeedsGrid => true;

    /// <inheritdoc/>
    public override torch.Tensor PerSample(torch.Tensor prediction, torch.Tensor target)
        => Norm(prediction - target) / Norm(target).Plus(Tiny);

    private static torch.Tensor Norm(torch.Tensor x) => SumOverBoundary(x * x).Plus(Tiny * Tiny).sqrt();
}
