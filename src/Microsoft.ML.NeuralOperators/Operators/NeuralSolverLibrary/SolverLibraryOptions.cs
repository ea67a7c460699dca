using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>The sizes of a transformer of the Neural-Solver-Library, as its weights tell them.</summary>
internal record SolverLibraryOptions : PublishedSizes
{
    /// <summary>Heads of the attention.</summary>
    [Range(1, Limits.Width), DivisorOf(nameof(Channels))]
    public int Heads { get; init; } = 4;

    /// <summary>Blocks.</summary>
    [Range(1, Limits.Depth)]
    public int Layers { get; init; } = 3;

    /// <summary>Width of the blocks' MLPs over <see cref="PublishedSizes.Channels"/>.</summary>
    [Range(0.0, Limits.Ratio, MinimumIsExclusive = true)]
    public double MlpRatio { get; init; } = 1;

    /// <summary>Width of the blocks' MLPs.</summary>
    public int MlpChannels => Mlp.Width(Channels, MlpRatio);
}
