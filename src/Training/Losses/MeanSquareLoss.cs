namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>The mean of (p - t)² over channels and points.</summary>
public sealed record MeanSquareLoss : Loss
{
    internal override double? PowerOfPoints => 2;

    /// <inheritdoc/>
    public override torch.Tensor PerSample(torch.Tensor prediction, torch.Tensor target)
        => MeanOfSquares(prediction - target);

    /// <inheritdoc/>
    public override torch.Tensor PerSample(LossFields fields) => OverPoints(base.PerSample(fields), fields);
}
