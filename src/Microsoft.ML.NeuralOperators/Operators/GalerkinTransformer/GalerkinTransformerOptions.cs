using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// The architecture of a <see cref="GalerkinTransformer"/>; the defaults are the published ones for Darcy flow.
/// </summary>
public sealed record GalerkinTransformerOptions : GridOperatorOptions
{
    /// <summary>Channels of the transformer.</summary>
    [Range(1, Limits.Width), SweepChoice(64, 96, 128)]
    public int Channels { get; init; } = 128;

    /// <summary>Attention heads; divides <see cref="Channels"/>.</summary>
    [Range(1, Limits.Width), DivisorOf(nameof(Channels))]
    public int Heads { get; init; } = 4;

    /// <summary>Transformer blocks.</summary>
    [Range(1, Limits.Depth), SweepRange(2, 8)]
    public int Layers { get; init; } = 6;

    /// <summary>How queries, keys and values meet.</summary>
    [SweepChoice(AttentionKind.Galerkin, AttentionKind.Fourier)]
    public AttentionKind Attention { get; init; }

    /// <summary>Width of the blocks' hidden layers over <see cref="Channels"/>.</summary>
    [Range(0.0, Limits.Ratio, MinimumIsExclusive = true)]
    public double MlpRatio { get; init; } = 2;

    /// <summary>Nonlinearity of the blocks and of the way to the coarse grid.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>
    /// Points of the transformer's grid along each axis over those of the field's; below 1 convolutions and linear
    /// interpolation lead there and back, 1 leaves them out. The published Darcy model has 43 of 141.
    /// </summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true), SweepChoice(0.305, 0.5, 1.0)]
    public double CoarseFraction { get; init; } = 0.305;

    /// <summary>
    /// Fourier modes of the regressor along each grid axis, counted over the full spectrum, as many numbers as axes. 24
    /// and 22 are the published 12 of either sign and 12 of the half spectrum.
    /// </summary>
    [Entries(1, 3), Each(1, Limits.Width)]
    public IReadOnlyList<int> Modes { get; init => field = value.Copied(); } = [24, 22];

    /// <summary>Channels of the regressor's spectral layers.</summary>
    [Range(1, Limits.Width)]
    public int RegressorChannels { get; init; } = 32;

    /// <summary>Spectral layers of the regressor.</summary>
    [Range(1, Limits.Depth)]
    public int RegressorLayers { get; init; } = 2;

    /// <summary>
    /// Whether the regressor begins with a linear layer of its input and the points' coordinates to
    /// <see cref="RegressorChannels"/>; the published one-dimensional model leaves it out.
    /// </summary>
    public bool HasRegressorLifting { get; init; } = true;

    /// <summary>Width of the hidden layer after the spectral layers.</summary>
    [Range(1, Limits.Width)]
    public int ProjectionChannels { get; init; } = 128;

    /// <summary>
    /// Share of numbers dropped in training after attention, the MLPs and the way to the coarse grid.
    /// </summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Dropout { get; init; }

    /// <summary>Share of numbers dropped in training inside the MLPs.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double MlpDropout { get; init; }

    /// <summary>Added to the variance by the norms in the attention; published 1e-7, and 1e-5 for fine grids.</summary>
    [Range(0.0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public double NormEpsilon { get; init; } = 1e-7;

    /// <summary>
    /// Factor of the random part of the initial query, key and value layers: 0.01 is the published one of Galerkin,
    /// 0.001 of Fourier attention. The usual initial values train badly.
    /// </summary>
    [Range(0.0, double.PositiveInfinity)]
    public double InitialGain { get; init; } = 0.01;

    /// <summary>Factor of the identity in the initial query, key and value layers.</summary>
    public double InitialDiagonal { get; init; } = 0.01;

    /// <summary>Whether the output is zero at the outermost points, in physical units.</summary>
    public bool IsZeroAtBoundary { get; init; }

    /// <inheritdoc/>
    public override int AxisCount => Modes.Count;

    internal override IReadOnlyList<GridAxis> Axes
        => [.. GridAxis.Of(Modes.Count).Zip(Modes, (axis, modes) => axis with { MinimumToTrain = modes })];

    /// <inheritdoc/>
    public override NeuralOperator Define(int inputChannels, int outputChannels)
        => new GalerkinTransformer(inputChannels, outputChannels, this);

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults()
    {
        if (CoarseFraction < 1 && Channels is 1 or 2)
            yield return $"Channels is {Channels}; expected at least 3 with CoarseFraction below 1";
        if (!double.IsFinite(InitialDiagonal))
            yield return $"InitialDiagonal is {InitialDiagonal}; expected a finite number";
    }
}
