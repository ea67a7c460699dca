using System.ComponentModel.DataAnnotations;
using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

/// <summary>The architecture of a <see cref="Flare"/>, on grids and on point sets; defaults are the authors'.</summary>
public sealed record FlareOptions : MeshOperatorOptions
{
    /// <summary>Channels between the layers.</summary>
    [Range(1, Limits.Width), SweepRange(32, 128, IsLogarithmic = true)]
    public int Channels { get; init; } = 64;

    /// <summary>Heads of the attention; the authors take channels of 8 to a head.</summary>
    [Range(1, Limits.Width), DivisorOf(nameof(Channels)), SweepChoice(4, 8, 16)]
    public int Heads { get; init; } = 8;

    /// <summary>Blocks of attention and MLP.</summary>
    [Range(1, Limits.Depth), SweepRange(2, 8)]
    public int Layers { get; init; } = 8;

    /// <summary>Latent tokens of every head: the rank of its mixing. Published: 64, for Darcy flow 256.</summary>
    [Range(1, Limits.Width), SweepChoice(32, 64, 128, 256)]
    public int Latents { get; init; } = 64;

    /// <summary>
    /// Residual layers of the networks of the keys, between their first and their last; -1 makes them linear.
    /// </summary>
    [Range(-1, Limits.Depth), SweepUnless(nameof(HasSharedHeads), true)]
    public int KeyLayers { get; init; } = 3;

    /// <summary>Residual layers of the networks of the values; -1 makes them linear.</summary>
    [Range(-1, Limits.Depth), SweepUnless(nameof(HasSharedHeads), true)]
    public int ValueLayers { get; init; } = 3;

    /// <summary>Width of the hidden layers of keys and values over <see cref="Channels"/>.</summary>
    [Range(0.0, Limits.Ratio, MinimumIsExclusive = true), SweepUnless(nameof(HasSharedHeads), true)]
    public double AttentionRatio { get; init; } = 1;

    /// <summary>
    /// Whether keys and values come from one linear layer each, which all heads share, as in NVIDIA's physicsnemo:
    /// cheaper, and less accurate by its engineers' account. The options of their networks then do not count.
    /// </summary>
    public bool HasSharedHeads { get; init; }

    /// <summary>Residual layers of the blocks' MLPs; -1 makes them linear.</summary>
    [Range(-1, Limits.Depth)]
    public int MlpLayers { get; init; } = 3;

    /// <summary>Width of the hidden layers of the blocks' MLPs over <see cref="Channels"/>.</summary>
    [Range(0.0, Limits.Ratio, MinimumIsExclusive = true)]
    public double MlpRatio { get; init; } = 1;

    /// <summary>Residual layers of the networks before and after the blocks; -1 makes them linear.</summary>
    [Range(-1, Limits.Depth)]
    public int ProjectionLayers { get; init; } = 2;

    /// <summary>
    /// Factor s of the attention's scores. Null takes 1 for heads of up to 8 channels and 1/√channels of a head
    /// otherwise, as the authors advise; their program has 1.
    /// </summary>
    [Range(0.0, Limits.Ratio, MinimumIsExclusive = true)]
    public double? Scale { get; init; }

    /// <summary>Whether queries and keys are normalised within every head, which bounds the scores.</summary>
    public bool HasHeadNormalization { get; init; }

    /// <summary>Whether a layer norm stands before the projection.</summary>
    public bool HasOutputNormalization { get; init; } = true;

    /// <summary>
    /// Nonlinearity of all networks. The authors' program approximates GELU by a tanh
    /// (<see cref="Activation.GeluTanh"/>), which differs in the third decimal and takes longer.
    /// </summary>
    public Activation Activation { get; init; } = Activation.Gelu;

    /// <summary>s.</summary>
    internal double ScaleOfScores => Scale ?? (Channels / Heads <= 8 ? 1 : 1 / Math.Sqrt(Channels / Heads));

    internal override NeuralOperator Define(MeshFields fields) => new Flare(fields, this);
}
