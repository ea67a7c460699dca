using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// Mean of ½e² where |e| ≤ Delta and Delta·(|e| - ½Delta) elsewhere: outliers pull with bounded force.
/// </summary>
/// <param name="Delta">Where the square ends, in normalised units.</param>
public sealed record HuberLoss([property: Range(0.0, double.PositiveInfinity,
    MinimumIsExclusive = true)] double Delta = 1) : Loss
{
    /// <inheritdoc/>
    public override torch.Tensor PerSample(torch.Tensor prediction, torch.Tensor target)
    {
        torch.Tensor size = (prediction - target).abs(), small = size.AtMost(Delta);
        return SumOverSample(small * size.Plus(small, -0.5)).Over(target.NumberOfElements / target.shape[0]);
    }

    /// <inheritdoc/>
    public override torch.Tensor PerSample(LossFields fields) => OverPoints(base.PerSample(fields), fields);
}
