using Microsoft.ML.NeuralOperators.Layers;

namespace Microsoft.ML.NeuralOperators.Operators.Factorized;

/// <summary>The architecture of a <see cref="SoftmaxFactorizedTransformer"/>; defaults are those of the Neural-Solver-Library's Darcy flow script.</summary>
public sealed record SoftmaxFactorizedTransformerOptions
{
    /// <summary>Number of grid axes: 2 or 3.</summary>
    public int Dimensions { get; init; } = 2;

    /// <summary>Channels of the input field; the published programs put the coordinates of the points in front.</summary>
    public int InputChannels { get; init; } = 3;

    /// <summary>Channels of the output field.</summary>
    public int OutputChannels { get; init; } = 1;

    /// <summary>Channels between the blocks; divisible by <see cref="Heads"/>.</summary>
    public int Channels { get; init; } = 128;

    /// <summary>Heads of the attention.</summary>
    public int Heads { get; init; } = 8;

    /// <summary>Blocks of attention and MLP.</summary>
    public int Layers { get; init; } = 8;

    /// <summary>Width of the blocks' MLPs over <see cref="Channels"/>.</summary>
    public int MlpRatio { get; init; } = 2;

    /// <summary>Everything wrong with the options; empty when they are valid.</summary>
    public IEnumerable<string> Faults()
    {
        foreach (string fault in SizeFaults.Of(this)) yield return fault;
        if (Dimensions is not (2 or 3)) yield return $"Dimensions is {Dimensions}; expected 2 or 3";
        if (InputChannels < 1) yield return $"InputChannels is {InputChannels}; expected at least 1";
        if (OutputChannels < 1) yield return $"OutputChannels is {OutputChannels}; expected at least 1";
        if (Channels < 1) yield return $"Channels is {Channels}; expected at least 1";
        if (Heads < 1) yield return $"Heads is {Heads}; expected at least 1";
        else if (Channels % Heads != 0) yield return $"Heads is {Heads}; expected a divisor of {Channels} channels";
        if (Layers < 1) yield return $"Layers is {Layers}; expected at least 1";
        if (MlpRatio < 1) yield return $"MlpRatio is {MlpRatio}; expected at least 1";
    }
}
