using Microsoft.ML.NeuralOperators.Layers;

namespace Microsoft.ML.NeuralOperators.Operators.LatentSpectral;

/// <summary>Normalisation behind the convolutions of a U-shaped network.</summary>
public enum ConvolutionNormalization
{
    /// <summary>Over batch and grid, by running statistics after training: the published one of steady problems.</summary>
    Batch,
    /// <summary>Over the grid of every sample, with learned factors: the published one of problems in time.</summary>
    Instance,
    /// <summary>None.</summary>
    None,
}

/// <summary>The architecture of a <see cref="LatentSpectralOperator"/>.</summary>
public sealed record LatentSpectralOperatorOptions
{
    /// <summary>Number of grid axes: 1, 2 or 3.</summary>
    public int Dimensions { get; init; } = 2;

    /// <summary>Channels of the input field.</summary>
    public int InputChannels { get; init; } = 1;

    /// <summary>Channels of the output field.</summary>
    public int OutputChannels { get; init; } = 1;

    /// <summary>Channels on the finest scale; they double from scale to scale, except to the coarsest. Published: 32 to 64.</summary>
    public int HiddenChannels { get; init; } = 32;

    /// <summary>Scales of the network, each with half the points of the one above; the grid is filled up to a multiple of 2^(Scales-1).</summary>
    public int Scales { get; init; } = 5;

    /// <summary>Attention heads; divides <see cref="HiddenChannels"/>.</summary>
    public int Heads { get; init; } = 8;

    /// <summary>Latent tokens that every patch is projected to.</summary>
    public int Tokens { get; init; } = 4;

    /// <summary>Sine and cosine functions each of the latent transform.</summary>
    public int BasisFunctions { get; init; } = 12;

    /// <summary>Normalisation behind every 3×3 convolution.</summary>
    public ConvolutionNormalization Normalization { get; init; }

    /// <summary>Nonlinearity behind every 3×3 convolution.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>Whether the coordinates of the points, 0 to 1 along each axis, are appended to the input.</summary>
    public bool GridEmbedding { get; init; } = true;

    /// <summary>Width of the lifting's hidden layer over <see cref="HiddenChannels"/>; 0 makes the lifting one linear map.</summary>
    public double LiftingRatio { get; init; } = 2;

    /// <summary>Width of the projection's hidden layer over <see cref="HiddenChannels"/>.</summary>
    public double ProjectionRatio { get; init; } = 2;

    /// <summary>Everything wrong with the options; empty when they are valid.</summary>
    public IEnumerable<string> Faults()
    {
        foreach (string fault in EnumFaults.Of(this).Concat(SizeFaults.Of(this))) yield return fault;
        if (Dimensions is < 1 or > 3) yield return $"Dimensions is {Dimensions}; expected 1, 2 or 3";
        if (InputChannels < 1) yield return $"InputChannels is {InputChannels}; expected at least 1";
        if (OutputChannels < 1) yield return $"OutputChannels is {OutputChannels}; expected at least 1";
        if (HiddenChannels < 1) yield return $"HiddenChannels is {HiddenChannels}; expected at least 1";
        if (Scales is < 2 or > 10) yield return $"Scales is {Scales}; expected 2 to 10";
        if (Heads < 1) yield return $"Heads is {Heads}; expected at least 1";
        else if (HiddenChannels % Heads != 0) yield return $"Heads is {Heads}; expected a divisor of HiddenChannels, {HiddenChannels}";
        if (Tokens < 1) yield return $"Tokens is {Tokens}; expected at least 1";
        if (BasisFunctions < 1) yield return $"BasisFunctions is {BasisFunctions}; expected at least 1";
        if (!(LiftingRatio >= 0)) yield return $"LiftingRatio is {LiftingRatio}; expected at least 0";
        if (!(ProjectionRatio > 0)) yield return $"ProjectionRatio is {ProjectionRatio}; expected more than 0";
    }
}
