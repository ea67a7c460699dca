using Microsoft.ML.NeuralOperators.Layers;

namespace Microsoft.ML.NeuralOperators.Operators.General;

/// <summary>A function that a <see cref="GeneralTransformer"/> reads.</summary>
/// <param name="Channels">Channels: values where it is given at the query points, otherwise coordinates followed by values.</param>
/// <param name="IsAtPoints">Whether it is given at the query points, whose coordinates are then put in front of the values.</param>
public sealed record InputFunction(int Channels = 1, bool IsAtPoints = false);

/// <summary>The architecture of a <see cref="GeneralTransformer"/>; where the authors' program has other defaults they are named.</summary>
public sealed record GeneralTransformerOptions
{
    /// <summary>Coordinates of a query point. Default 2.</summary>
    public int Coordinates { get; init; } = 2;

    /// <summary>Global parameters of a sample, seen at every query point; 0 for none. Default 0.</summary>
    public int Parameters { get; init; }

    /// <summary>The functions that are read, at least one. Default one of one channel at the query points.</summary>
    public IReadOnlyList<InputFunction> Functions { get; init; } = [new(1, IsAtPoints: true)];

    /// <summary>Channels of the output field. Default 1.</summary>
    public int OutputChannels { get; init; } = 1;

    /// <summary>Channels between the layers; divisible by <see cref="Heads"/>. Default 64.</summary>
    public int Channels { get; init; } = 64;

    /// <summary>Heads of the attention. Default 1.</summary>
    public int Heads { get; init; } = 1;

    /// <summary>Blocks of cross-attention and self-attention. Default 3.</summary>
    public int Layers { get; init; } = 3;

    /// <summary>Networks that the geometric gating mixes at every point. Default 3, the paper's; the program's is 1.</summary>
    public int Experts { get; init; } = 3;

    /// <summary>Width of the experts' and the gating's hidden layers over <see cref="Channels"/>. Default 4.</summary>
    public int ExpertRatio { get; init; } = 4;

    /// <summary>Residual layers of the pointwise networks before and behind the blocks. Default 3.</summary>
    public int MlpLayers { get; init; } = 3;

    /// <summary>
    /// Whether the operator takes a mask for every point set, so that samples of different sizes can be filled up. The published
    /// program has none, and what fills up leaks into its attention. Default false.
    /// </summary>
    public bool HasMasks { get; init; }

    /// <summary>Everything wrong with the options; empty when they are valid.</summary>
    public IEnumerable<string> Faults()
    {
        foreach (string fault in SizeFaults.Of(this)) yield return fault;
        if (Coordinates < 1) yield return $"Coordinates is {Coordinates}; expected at least 1";
        if (Parameters < 0) yield return $"Parameters is {Parameters}; expected at least 0";
        if (Functions is null || Functions.Count == 0) yield return "Functions is empty; expected at least one input function";
        else if (Functions.FirstOrDefault(f => f.Channels < 1) is { } odd) yield return $"Functions has one of {odd.Channels} channels; expected at least 1";
        if (OutputChannels < 1) yield return $"OutputChannels is {OutputChannels}; expected at least 1";
        if (Channels < 1) yield return $"Channels is {Channels}; expected at least 1";
        if (Heads < 1) yield return $"Heads is {Heads}; expected at least 1";
        else if (Channels % Heads != 0) yield return $"Heads is {Heads}; expected a divisor of {Channels} channels";
        if (Layers < 1) yield return $"Layers is {Layers}; expected at least 1";
        if (Experts < 1) yield return $"Experts is {Experts}; expected at least 1";
        if (ExpertRatio < 1) yield return $"ExpertRatio is {ExpertRatio}; expected at least 1";
        if (MlpLayers < 0) yield return $"MlpLayers is {MlpLayers}; expected at least 0";
    }
}
