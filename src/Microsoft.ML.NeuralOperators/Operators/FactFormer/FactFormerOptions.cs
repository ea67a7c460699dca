using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>The architecture of a <see cref="FactFormer"/>.</summary>
public sealed record FactFormerOptions : FactorizedAttentionOptions
{
    /// <summary>Blocks of attention. Published: 4, for Darcy flow 3.</summary>
    [Range(1, Limits.Depth), SweepRange(2, 6)]
    public int Layers { get; init; } = 4;

    /// <summary>
    /// Steps in time that a latent field is marched through after the blocks, each giving an equal share of the output
    /// channels; 0 reads the whole output off the last block. Published: up to 4 for flows, 0 for steady problems.
    /// </summary>
    [Range(0, Limits.Depth)]
    public int LatentSteps { get; init; }

    /// <summary>
    /// Width of the latent field over <see cref="FactorizedAttentionOptions.Channels"/>. Published: 2 on planes, 1.5 in
    /// space.
    /// </summary>
    [Range(0.125, Limits.Ratio)]
    public double LatentRatio { get; init; } = 2;

    internal int LatentChannels => (int)(Channels * LatentRatio);

    // The published norm has 8 groups for every time the latent field is as wide as the blocks.
    internal int LatentNormGroups => (int)(LatentDecoder.Groups * LatentRatio);

    /// <inheritdoc/>
    public override NeuralOperator Define(int inputChannels, int outputChannels)
        => new FactFormer(inputChannels, outputChannels, this);

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults()
    {
        foreach (string fault in base.Faults()) yield return fault;
        if (LatentSteps > 0 && LatentNormGroups > 0
            && (Channels % LatentDecoder.Groups != 0 || LatentChannels % LatentDecoder.Groups != 0
                || LatentChannels % LatentNormGroups != 0))
            yield return $"LatentSteps with {Channels} channels and {LatentChannels} latent ones; expected multiples "
                + $"of {LatentDecoder.Groups}, "
                + $"and of the latent ones a multiple of {LatentNormGroups}";
    }

    internal override IEnumerable<string> Faults(int inputChannels, int outputChannels)
        => LatentSteps > 0 && outputChannels % LatentSteps != 0
            ? [$"LatentSteps is {LatentSteps}; expected a divisor of {outputChannels} output channels"] : [];
}
