using Microsoft.ML.NeuralOperators.Layers;

namespace Microsoft.ML.NeuralOperators.Operators.General;

/// <summary>The architecture of a <see cref="LibraryTransformer"/>; defaults are those of the Neural-Solver-Library's GNOT.</summary>
public sealed record LibraryTransformerOptions
{
    /// <summary>Coordinates of a point: the first channels of the input. Default 2.</summary>
    public int Coordinates { get; init; } = 2;

    /// <summary>Channels of the function at the points, behind the coordinates; 0 for problems of geometry alone. Default 1.</summary>
    public int FunctionChannels { get; init; } = 1;

    /// <summary>Channels of the output field. Default 1.</summary>
    public int OutputChannels { get; init; } = 1;

    /// <summary>Channels between the layers; divisible by <see cref="Heads"/>. Default 64.</summary>
    public int Channels { get; init; } = 64;

    /// <summary>Heads of the attention, which the weights do not say. Default 4.</summary>
    public int Heads { get; init; } = 4;

    /// <summary>Blocks. Default 3.</summary>
    public int Layers { get; init; } = 3;

    /// <summary>Experts of each group. Default 3.</summary>
    public int Experts { get; init; } = 3;

    /// <summary>Width of the experts' and the gating's hidden layers over <see cref="Channels"/>. Default 1.</summary>
    public int ExpertRatio { get; init; } = 1;

    /// <summary>Whether the operator takes a mask, which the library has not. Default false.</summary>
    public bool HasMask { get; init; }

    /// <summary>Everything wrong with the options; empty when they are valid.</summary>
    public IEnumerable<string> Faults()
    {
        foreach (string fault in SizeFaults.Of(this)) yield return fault;
        if (Coordinates < 1) yield return $"Coordinates is {Coordinates}; expected at least 1";
        if (FunctionChannels < 0) yield return $"FunctionChannels is {FunctionChannels}; expected at least 0";
        if (OutputChannels < 1) yield return $"OutputChannels is {OutputChannels}; expected at least 1";
        if (Channels < 1) yield return $"Channels is {Channels}; expected at least 1";
        if (Heads < 1) yield return $"Heads is {Heads}; expected at least 1";
        else if (Channels % Heads != 0) yield return $"Heads is {Heads}; expected a divisor of {Channels} channels";
        if (Layers < 1) yield return $"Layers is {Layers}; expected at least 1";
        if (Experts < 1) yield return $"Experts is {Experts}; expected at least 1";
        if (ExpertRatio < 1) yield return $"ExpertRatio is {ExpertRatio}; expected at least 1";
    }
}
