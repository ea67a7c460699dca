using Microsoft.ML.NeuralOperators.Layers;

namespace Microsoft.ML.NeuralOperators.Operators.Galerkin;

/// <summary>The architecture of a <see cref="GalerkinOperator"/>; the defaults are the published ones for Darcy flow.</summary>
public sealed record GalerkinOperatorOptions
{
    /// <summary>Channels of the input field.</summary>
    public int InputChannels { get; init; } = 1;

    /// <summary>Channels of the output field.</summary>
    public int OutputChannels { get; init; } = 1;

    /// <summary>Channels of the transformer.</summary>
    public int HiddenChannels { get; init; } = 128;

    /// <summary>Attention heads; divides <see cref="HiddenChannels"/>.</summary>
    public int Heads { get; init; } = 4;

    /// <summary>Transformer blocks.</summary>
    public int Layers { get; init; } = 6;

    /// <summary>How queries, keys and values meet.</summary>
    public AttentionKind Attention { get; init; }

    /// <summary>Width of the blocks' hidden layers over <see cref="HiddenChannels"/>.</summary>
    public double FeedForwardRatio { get; init; } = 2;

    /// <summary>Nonlinearity of the blocks and of the way to the coarse grid.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>
    /// Points of the transformer's grid along each axis over those of the field's; below 1 convolutions and linear interpolation
    /// lead there and back, 1 leaves them out. The published Darcy model has 43 of 141.
    /// </summary>
    public double CoarseFraction { get; init; } = 0.305;

    /// <summary>
    /// Fourier modes of the regressor along each grid axis, counted over the full spectrum, as many numbers as axes. 24 and 22
    /// are the published 12 of either sign and 12 of the half spectrum.
    /// </summary>
    public IReadOnlyList<int> NumberOfModes { get; init; } = [24, 22];

    /// <summary>Channels of the regressor's spectral layers.</summary>
    public int RegressorChannels { get; init; } = 32;

    /// <summary>Spectral layers of the regressor.</summary>
    public int RegressorLayers { get; init; } = 2;

    /// <summary>
    /// Whether the regressor begins with a map of its input and the points' coordinates to <see cref="RegressorChannels"/>; the
    /// published one-dimensional model leaves it out.
    /// </summary>
    public bool HasRegressorLifting { get; init; } = true;

    /// <summary>Width of the hidden layer behind the spectral layers.</summary>
    public int ProjectionChannels { get; init; } = 128;

    /// <summary>Share of numbers dropped in training behind attention, feed-forward maps and the way to the coarse grid.</summary>
    public double Dropout { get; init; }

    /// <summary>Share of numbers dropped in training inside the feed-forward maps.</summary>
    public double FeedForwardDropout { get; init; }

    /// <summary>Added to the variance by the norms in the attention; published 1e-7, and 1e-5 for fine grids.</summary>
    public double NormEpsilon { get; init; } = 1e-7;

    /// <summary>
    /// Factor of the random part of the first query, key and value maps: 0.01 is the published one of Galerkin, 0.001 of Fourier
    /// attention. The usual first values train badly.
    /// </summary>
    public double InitialGain { get; init; } = 0.01;

    /// <summary>Factor of the identity in the first query, key and value maps.</summary>
    public double InitialDiagonal { get; init; } = 0.01;

    /// <summary>Whether the output is zero at the outermost points, in physical units.</summary>
    public bool IsZeroAtBoundary { get; init; }

    /// <summary>Everything wrong with the options; empty when they are valid.</summary>
    public IEnumerable<string> Faults()
    {
        foreach (string fault in EnumFaults.Of(this).Concat(SizeFaults.Of(this))) yield return fault;
        if (InputChannels < 1) yield return $"InputChannels is {InputChannels}; expected at least 1";
        if (OutputChannels < 1) yield return $"OutputChannels is {OutputChannels}; expected at least 1";
        if (HiddenChannels < 1) yield return $"HiddenChannels is {HiddenChannels}; expected at least 1";
        if (CoarseFraction < 1 && HiddenChannels is 1 or 2) yield return $"HiddenChannels is {HiddenChannels}; expected at least 3 with CoarseFraction below 1";
        if (Heads < 1) yield return $"Heads is {Heads}; expected at least 1";
        else if (HiddenChannels % Heads != 0) yield return $"Heads is {Heads}; expected a divisor of HiddenChannels, {HiddenChannels}";
        if (Layers < 1) yield return $"Layers is {Layers}; expected at least 1";
        if (!(FeedForwardRatio > 0)) yield return $"FeedForwardRatio is {FeedForwardRatio}; expected more than 0";
        if (!(CoarseFraction > 0 && CoarseFraction <= 1)) yield return $"CoarseFraction is {CoarseFraction}; expected more than 0, up to 1";
        if (NumberOfModes.Count is < 1 or > 3) yield return $"NumberOfModes has {NumberOfModes.Count} entries; expected 1, 2 or 3";
        if (NumberOfModes.Any(m => m < 1)) yield return $"NumberOfModes is [{string.Join(", ", NumberOfModes)}]; expected positive numbers";
        if (RegressorChannels < 1) yield return $"RegressorChannels is {RegressorChannels}; expected at least 1";
        if (RegressorLayers < 1) yield return $"RegressorLayers is {RegressorLayers}; expected at least 1";
        if (ProjectionChannels < 1) yield return $"ProjectionChannels is {ProjectionChannels}; expected at least 1";
        if (!(Dropout >= 0 && Dropout < 1)) yield return $"Dropout is {Dropout}; expected 0 up to, not including, 1";
        if (!(FeedForwardDropout >= 0 && FeedForwardDropout < 1)) yield return $"FeedForwardDropout is {FeedForwardDropout}; expected 0 up to, not including, 1";
        if (!(NormEpsilon > 0)) yield return $"NormEpsilon is {NormEpsilon}; expected more than 0";
        if (!(InitialGain >= 0)) yield return $"InitialGain is {InitialGain}; expected at least 0";
        if (!double.IsFinite(InitialDiagonal)) yield return $"InitialDiagonal is {InitialDiagonal}; expected a finite number";
    }
}
