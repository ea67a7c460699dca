using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// The architecture of an <see cref="IFactFormer"/>. Published: 96 channels, 5 heads of 96, kernels 3 times as wide.
/// </summary>
public sealed record IFactFormerOptions : FactorizedAttentionOptions
{
    /// <summary>Blocks of attention with weights of their own, each of them iterated. Published: 1.</summary>
    [Range(1, Limits.Depth)]
    public int Layers { get; init; } = 1;

    /// <summary>How often every block is applied with the same weights. Published: 10.</summary>
    [Range(1, Limits.Depth), SweepRange(4, 12)]
    public int Iterations { get; init; } = 10;

    /// <summary>
    /// Whether every axis integrates the values independently and the results are joined (IFactFormer-m), instead of
    /// one axis after the other (IFactFormer-o).
    /// </summary>
    public bool IsParallel { get; init; } = true;

    /// <summary>
    /// Whether every input channel is first lifted independently, as the published programs do with the components of a
    /// velocity; the number of input channels then divides half of <see cref="FactorizedAttentionOptions.Channels"/>.
    /// </summary>
    public bool LiftChannelsSeparately { get; init; }

    /// <inheritdoc/>
    public override NeuralOperator Define(int inputChannels, int outputChannels)
        => new IFactFormer(inputChannels, outputChannels, this);

    internal override IEnumerable<string> Faults(int inputChannels, int outputChannels)
        => LiftChannelsSeparately && Channels / 2 % inputChannels != 0
            ? [$"LiftChannelsSeparately with {inputChannels} input channels and half of {Channels} channels; expected "
            + "a multiple"] : [];
}
