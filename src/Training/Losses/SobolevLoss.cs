using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// The relative H1 norm of the error, √(Σe² + Σ_j(∂_j e)²) / √(Σt² + Σ_j(∂_j t)²), with second-order differences on a
/// domain of length 1 along every axis, the spacing being 1/n for n points. It asks for right gradients, not only right
/// values.
/// </summary>
/// <remarks>
/// Sums run over all channels, so that a sample has one quotient. The library neuraloperator, whose differences these
/// are, takes one for every channel: the same for fields of one channel.
/// </remarks>
/// <param name="IsPeriodic">
/// Whether differences at the ends take the point at the other side, as that library does by default. One-sided
/// differences weigh the few points at the boundary several times as much, which costs accuracy inside
/// (docs/results.md).
/// </param>
public sealed record SobolevLoss(bool IsPeriodic = true) : Loss
{
    /// <summary>Whether the error is divided by the target's norm. Default true.</summary>
    public bool IsRelative { get; init; } = true;

    /// <summary>
    /// Weight of the squared values beside the squared gradients. Default 1; 10 in the Helmholtz program of MgNO's
    /// authors.
    /// </summary>
    [Range(0.0, double.MaxValue)]
    public double ValueWeight { get; init; } = 1;

    /// <inheritdoc/>
    public override bool NeedsGrid => true;

    /// <inheritdoc/>
    public override torch.Tensor PerSample(torch.Tensor prediction, torch.Tensor target)
        => ErrorNorm(prediction, target, Norm, IsRelative);

    private torch.Tensor Norm(torch.Tensor x)
    {
        torch.Tensor sum = SumOverSample(x * x).Times(ValueWeight);
        for (int axis = 2; axis < x.Dimensions; axis++)
        {
            if (x.shape[axis] < 3) continue;
            torch.Tensor slope = Differences.First(x, axis, 1.0 / x.shape[axis], IsPeriodic);
            sum = sum.Plus(SumOverSample(slope * slope));
        }
        return Root(sum);
    }
}
