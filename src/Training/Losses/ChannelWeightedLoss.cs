namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// Another loss of fields whose channels are scaled first: a channel with a larger weight counts more.
/// </summary>
/// <param name="Inner">The loss.</param>
/// <param name="Weights">One factor for every output channel.</param>
public sealed record ChannelWeightedLoss(Loss Inner,
    [property: Each(0.0, double.PositiveInfinity)] IReadOnlyList<double> Weights) : Loss
{
    /// <inheritdoc/>
    public override bool NeedsGrid => Inner is { NeedsGrid: true };

    /// <inheritdoc/>
    public override bool NeedsTarget => Inner is { NeedsTarget: true };

    /// <inheritdoc/>
    public override bool NeedsInput => Inner is { NeedsInput: true };

    internal override double? PowerOfPoints => Inner?.PowerOfPoints;

    /// <inheritdoc/>
    public override IReadOnlyList<LearnedCoefficient> Coefficients => Inner?.Coefficients ?? [];

    /// <inheritdoc/>
    public override torch.Tensor PerSample(torch.Tensor prediction, torch.Tensor target)
        => Inner.PerSample(Weigh(prediction), Weigh(target));

    /// <inheritdoc/>
    public override torch.Tensor PerSample(LossFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return Inner.PerSample(fields.Map(Weigh));
    }

    /// <inheritdoc/>
    public override IEnumerable<string> Faults() => base.Faults().Concat(Inner?.Faults() ?? []);

    private torch.Tensor Weigh(torch.Tensor field)
    {
        if (field.shape[1] != Weights.Count)
            throw new InvalidOperationException($"ChannelWeightedLoss has {Weights.Count} weights, but the output has "
                + $"{field.shape[1]} channels.");
        return field * HostNumbers.Of([.. Weights],
            [Weights.Count, .. Enumerable.Repeat(1L, (int)field.Dimensions - 2)], field.dtype, field.device);
    }
}
