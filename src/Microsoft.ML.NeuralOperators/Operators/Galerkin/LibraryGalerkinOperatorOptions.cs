using Microsoft.ML.NeuralOperators.Layers;

namespace Microsoft.ML.NeuralOperators.Operators.Galerkin;

/// <summary>The architecture of a <see cref="LibraryGalerkinOperator"/>.</summary>
public sealed record LibraryGalerkinOperatorOptions
{
    /// <summary>Number of grid axes: 1, 2 or 3.</summary>
    public int Dimensions { get; init; } = 2;

    /// <summary>Channels of the input field: the points' positions, one channel an axis, and the values behind them.</summary>
    public int InputChannels { get; init; } = 3;

    /// <summary>Channels of the output field.</summary>
    public int OutputChannels { get; init; } = 1;

    /// <summary>Channels of the transformer.</summary>
    public int HiddenChannels { get; init; } = 64;

    /// <summary>Attention heads; divides <see cref="HiddenChannels"/>.</summary>
    public int Heads { get; init; } = 4;

    /// <summary>Transformer blocks.</summary>
    public int Layers { get; init; } = 3;

    /// <summary>Width of the blocks' hidden layers over <see cref="HiddenChannels"/>.</summary>
    public double MlpRatio { get; init; } = 1;

    /// <summary>Everything wrong with the options; empty when they are valid.</summary>
    public IEnumerable<string> Faults()
    {
        foreach (string fault in SizeFaults.Of(this)) yield return fault;
        if (Dimensions is < 1 or > 3) yield return $"Dimensions is {Dimensions}; expected 1, 2 or 3";
        if (InputChannels < 1) yield return $"InputChannels is {InputChannels}; expected at least 1";
        if (OutputChannels < 1) yield return $"OutputChannels is {OutputChannels}; expected at least 1";
        if (HiddenChannels < 1) yield return $"HiddenChannels is {HiddenChannels}; expected at least 1";
        if (Heads < 1) yield return $"Heads is {Heads}; expected at least 1";
        else if (HiddenChannels % Heads != 0) yield return $"Heads is {Heads}; expected a divisor of HiddenChannels, {HiddenChannels}";
        if (Layers < 1) yield return $"Layers is {Layers}; expected at least 1";
        if (!(MlpRatio > 0)) yield return $"MlpRatio is {MlpRatio}; expected more than 0";
    }
}
