namespace Microsoft.ML.NeuralOperators.Operators.Factorized;

/// <summary>The architecture of a <see cref="FactorizedTransformer"/>.</summary>
public sealed record FactorizedTransformerOptions : FactorizedAttentionOptions
{
    /// <summary>Blocks of attention. Published: 4, for Darcy flow 3.</summary>
    public int Layers { get; init; } = 4;

    /// <summary>
    /// Steps in time that a latent field is marched through after the blocks, each giving an equal share of the output channels; 0
    /// reads the whole output off the last block. Published: up to 4 for flows, 0 for steady problems.
    /// </summary>
    public int LatentSteps { get; init; }

    /// <summary>Width of the latent field over <see cref="FactorizedAttentionOptions.Channels"/>. Published: 2 on planes, 1.5 in space.</summary>
    public double LatentRatio { get; init; } = 2;

    internal int LatentChannels => (int)(Channels * LatentRatio);

    // The published norm has 8 groups for every time the latent field is as wide as the blocks.
    internal int LatentNormGroups => (int)(LatentDecoder.Groups * LatentRatio);

    /// <inheritdoc/>
    public override IEnumerable<string> Faults()
    {
        foreach (string fault in base.Faults()) yield return fault;
        if (Layers < 1) yield return $"Layers is {Layers}; expected at least 1";
        if (LatentSteps < 0) yield return $"LatentSteps is {LatentSteps}; expected at least 0";
        if (LatentSteps <= 0) yield break;
        if (OutputChannels >= 1 && OutputChannels % LatentSteps != 0)
            yield return $"LatentSteps is {LatentSteps}; expected a divisor of {OutputChannels} output channels";
        if (!(LatentRatio >= 0.125)) yield return $"LatentRatio is {LatentRatio}; expected at least 1/8";
        else if (Channels % LatentDecoder.Groups != 0 || LatentChannels % LatentDecoder.Groups != 0 || LatentChannels % LatentNormGroups != 0)
            yield return $"LatentSteps with {Channels} channels and {LatentChannels} latent ones; expected multiples of {LatentDecoder.Groups}, "
                + $"and of the latent ones a multiple of {LatentNormGroups}";
    }
}
