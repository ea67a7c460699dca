using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>The architecture of a <see cref="UNo"/>.</summary>
public sealed record UNoOptions : SpectralOperatorOptions
{
    /// <summary>
    /// Modes kept on the finest scale along each grid axis, at least 2, as in
    /// <see cref="SpectralOperatorOptions.Modes"/>; half of them on each coarser scale.
    /// </summary>
    [Entries(1, 3), Each(2, Limits.Width)]
    public override IReadOnlyList<int> Modes { get => base.Modes; init => base.Modes = value; }

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

    /// <summary>The modes of every scale, the finest first, of published weights; null for new models.</summary>
    internal IReadOnlyList<int[]>? PublishedModes { get; init; }

    /// <inheritdoc/>
    public override NeuralOperator Define(int inputChannels, int outputChannels)
        => new UNo(inputChannels, outputChannels, this);
}
