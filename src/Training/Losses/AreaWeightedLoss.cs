namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// Another loss, for fields on the sphere, [channels, latitudes, longitudes]. Its sums over points become integrals:
/// every point counts by the area around it, so the many points near the poles weigh no more than the little area they
/// cover.
/// </summary>
/// <param name="Inner">
/// A loss that is computed point by point: an Lp norm, a mean square, or one of these weighted by channels.
/// </param>
/// <param name="Grid">Where the circles of latitude are.</param>
public sealed record AreaWeightedLoss(Loss Inner, SphericalGrid Grid = SphericalGrid.WithPoles) : Loss
{
    private static readonly AxisNumbers<(SphericalGrid Grid, double Power)> Factors = new((kind, latitudes) =>
        Array.ConvertAll(SphericalQuadrature.Weights(kind.Grid, (int)latitudes),
            w => Math.Pow(w * latitudes / 2, 1 / kind.Power)));

    /// <inheritdoc/>
    public override bool NeedsTarget => Inner is { NeedsTarget: true };

    /// <inheritdoc/>
    public override bool NeedsInput => Inner is { NeedsInput: true };

    /// <inheritdoc/>
    public override bool NeedsGrid => true;

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
    public override IEnumerable<string> Faults()
    {
        if (Inner is not { PowerOfPoints: not null })
            return [$"Inner is {Inner?.GetType().Name ?? "null"}; expected a loss computed point by point, "
                + $"{nameof(LpLoss)}, {nameof(MeanSquareLoss)} or a {nameof(ChannelWeightedLoss)} of these"];
        return [.. base.Faults(), .. Inner.Faults()];
    }

    private torch.Tensor Weigh(torch.Tensor field)
    {
        if (field.Dimensions != 4)
            throw new InvalidOperationException($"AreaWeightedLoss expects fields [batch, channels, latitudes, "
                + $"longitudes], got {field.Dimensions} axes.");
        double power = Inner.PowerOfPoints
            ?? throw new InvalidOperationException($"AreaWeightedLoss cannot weigh the points of {Inner}.");
        return field * Factors.Of((Grid, power), field.shape[2], field.dtype, field.device).reshape(-1, 1);
    }
}
