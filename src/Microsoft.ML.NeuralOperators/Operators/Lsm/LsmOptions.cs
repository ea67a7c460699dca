using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>The architecture of an <see cref="Lsm"/>.</summary>
public sealed record LsmOptions : GridOperatorOptions
{
    /// <summary>Grid axes of the fields: 1, 2 or 3.</summary>
    [Range(1, 3)]
    public int Dimensions { get; init; } = 2;

    /// <summary>
    /// Channels on the finest scale; they double from scale to scale, except to the coarsest. Published: 32 to 64.
    /// </summary>
    [Range(1, Limits.Width), SweepChoice(16, 32, 64)]
    public int Channels { get; init; } = 32;

    /// <summary>
    /// Scales of the network, each with half the points of the one above; the grid is padded to a multiple of
    /// 2^(Scales-1).
    /// </summary>
    [Range(2, 10), SweepRange(3, 6)]
    public int Scales { get; init; } = 5;

    /// <summary>Attention heads.</summary>
    [Range(1, Limits.Width), DivisorOf(nameof(Channels))]
    public int Heads { get; init; } = 8;

    /// <summary>Latent tokens that every patch is projected to.</summary>
    [Range(1, Limits.Width), SweepChoice(2, 4, 8)]
    public int Tokens { get; init; } = 4;

    /// <summary>Sine and cosine functions each of the latent transform.</summary>
    [Range(1, Limits.Width), SweepChoice(8, 12, 16, 24)]
    public int BasisFunctions { get; init; } = 12;

    /// <summary>
    /// Normalisation after every 3×3 convolution, with learned factors. With <see cref="Normalization.Batch"/> every
    /// worker normalises its part of the batch, so batches should be several times the number of workers;
    /// <see cref="Normalization.Instance"/> suits small batches and steps in time.
    /// </summary>
    [AllowedValues(Normalization.None, Normalization.Batch, Normalization.Instance)]
    public Normalization Normalization { get; init; } = Normalization.Batch;

    /// <summary>Nonlinearity after every 3×3 convolution.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>Whether the coordinates of the points, 0 to 1 along each axis, are appended to the input.</summary>
    public bool HasGridEmbedding { get; init; } = true;

    /// <summary>
    /// Width of the lifting's hidden layer over <see cref="Channels"/>; 0 makes the lifting one linear layer.
    /// </summary>
    [Range(0.0, Limits.Ratio)]
    public double LiftingRatio { get; init; } = 2;

    /// <summary>Width of the projection's hidden layer over <see cref="Channels"/>.</summary>
    [Range(0.0, Limits.Ratio, MinimumIsExclusive = true)]
    public double ProjectionRatio { get; init; } = 2;

    /// <inheritdoc/>
    public override int AxisCount => Dimensions;

    /// <inheritdoc/>
    public override NeuralOperator Define(int inputChannels, int outputChannels)
        => new Lsm(inputChannels, outputChannels, this);
}
