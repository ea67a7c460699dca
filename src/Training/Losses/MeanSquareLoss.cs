namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>The mean of (p - t)² over channels and points.</summary>
public sealed record MeanSquareLoss : Loss
{
    /// <inheritdoc/>
    public override torch.Tensor PerSample(torch.Tensor prediction, torch.Tensor target)
    {
        torch.Tensor error = prediction - target;
        return SumOverSample(error * error).Over(target.NumberOfElements / target.shape[0]);
    }

    /// <inheritdoc/>
    public override torch.Tensor PerSample(LossFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return OverPoints(PerSample(fields.Prediction, fields.Target), fields);
    }
}
