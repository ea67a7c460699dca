using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>The architecture of a <see cref="UNo"/>.</summary>
public sealed record UNoOptions : GridOperatorOptions
{
    /// <summary>
    /// Modes kept on the finest scale along each grid axis, counted over the full spectrum as in
    /// <see cref="FnoOptions.Modes"/>; as many numbers as axes, half of them on each coarser scale.
    /// </summary>
    [Length(1, 3), Each(2, Limits.Width)]
    public IReadOnlyList<int> Modes { get; init => field = value.Copied(); } = [16, 16];

    /// <summary>
    /// Channels on the finest scale; they double from scale to scale, except to the coarsest. Published: 32 to 128.
    /// </summary>
    [Range(1, Limits.Width), SweepChoice(16, 32, 64)]
    public int Channels { get; init; } = 16;

    /// <summary>
    /// Scales, each with half the points of the one above; the grid is padded to a multiple of 2^(Scales-1). Published:
    /// 5.
    /// </summary>
    [Range(2, 10), SweepRange(3, 5)]
    public int Scales { get; init; } = 4;

    /// <summary>
    /// Normalisation after every 3×3 convolution, with learned factors. With <see cref="Normalization.Batch"/> every
    /// worker normalises its part of the batch, so batches should be several times the number of workers;
    /// <see cref="Normalization.Instance"/> suits small batches and steps in time.
    /// </summary>
    [AllowedValues(Normalization.None, Normalization.Batch, Normalization.Instance)]
    public Normalization Normalization { get; init; } = Normalization.Batch;

    /// <summary>Nonlinearity after every 3×3 convolution; after the spectral layers it is GELU.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>Width of the lifting's hidden layer over <see cref="Channels"/>.</summary>
    [Range(0.0, Limits.Ratio, MinimumIsExclusive = true)]
    public double LiftingRatio { get; init; } = 2;

    /// <summary>Width of the projection's hidden layer over <see cref="Channels"/>.</summary>
    [Range(0.0, Limits.Ratio, MinimumIsExclusive = true)]
    public double ProjectionRatio { get; init; } = 2;

    /// <summary>Whether the coordinates of the points, 0 to 1 along each axis, are appended to the input.</summary>
    public bool HasGridEmbedding { get; init; } = true;

    /// <summary>
    /// Whether the last channels of the input, as many as the output has, are added to the output: for one step in
    /// time.
    /// </summary>
    public bool HasOutputResidual { get; init; }

    /// <summary>The modes of every scale, the finest first, of published weights; null for new models.</summary>
    internal IReadOnlyList<int[]>? PublishedModes { get; init; }

    /// <inheritdoc/>
    public override int AxisCount => Modes.Count;

    internal override IReadOnlyList<GridAxis> Axes
        => [.. GridAxis.Of(Modes.Count).Zip(Modes, (axis, modes) => axis with { MinimumToTrain = modes })];

    /// <inheritdoc/>
    public override NeuralOperator Define(int inputChannels, int outputChannels)
        => new UNo(inputChannels, outputChannels, this);

    internal override IEnumerable<string> Faults(int inputChannels, int outputChannels)
        => Needs(HasOutputResidual, nameof(HasOutputResidual), inputChannels, outputChannels);
}
