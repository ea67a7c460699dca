using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>The options that transformers on meshes share; published sizes are those for Darcy flow.</summary>
public abstract record MeshTransformerOptions : MeshOperatorOptions
{
    /// <summary>Channels between the blocks; published 128, and 256 for Navier-Stokes.</summary>
    [Range(1, Limits.Width), SweepChoice(32, 64, 128)]
    public int Channels { get; init; } = 128;

    /// <summary>Attention heads.</summary>
    [Range(1, Limits.Width), DivisorOf(nameof(Channels)), SweepChoice(4, 8)]
    public int Heads { get; init; } = 8;

    /// <summary>Blocks.</summary>
    [Range(1, Limits.Depth), SweepRange(2, 8)]
    public int Layers { get; init; } = 8;

    /// <summary>Width of the blocks' hidden layers over <see cref="Channels"/>.</summary>
    [Range(0.0, Limits.Ratio, MinimumIsExclusive = true), SweepChoice(1.0, 2.0)]
    public double MlpRatio { get; init; } = 1;

    /// <summary>Nonlinearity of the MLPs.</summary>
    public Activation Activation { get; init; } = Activation.Gelu;

    /// <summary>Width of the blocks' hidden layers.</summary>
    internal int MlpChannels => Mlp.Width(Channels, MlpRatio);
}
