namespace Microsoft.ML.NeuralOperators.Operators.Factorized;

/// <summary>The architecture of an <see cref="ImplicitFactorizedTransformer"/>. Published: 96 channels, 5 heads of 96, kernels 3 times as wide.</summary>
public sealed record ImplicitFactorizedTransformerOptions : FactorizedAttentionOptions
{
    /// <summary>Blocks of attention with weights of their own, each of them iterated. Published: 1.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>How often every block is applied with the same weights. Published: 10.</summary>
    public int Iterations { get; init; } = 10;

    /// <summary>
    /// Whether every axis integrates the values for itself and the results are joined (IFactFormer-m), instead of one axis after
    /// the other (IFactFormer-o).
    /// </summary>
    public bool IsParallel { get; init; } = true;

    /// <summary>
    /// Whether every input channel is lifted for itself first, as the published programs do with the components of a velocity;
    /// the number of input channels then divides half of <see cref="FactorizedAttentionOptions.Channels"/>.
    /// </summary>
    public bool LiftsChannelsSeparately { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<string> Faults()
    {
        foreach (string fault in base.Faults()) yield return fault;
        if (Layers < 1) yield return $"Layers is {Layers}; expected at least 1";
        if (Iterations < 1) yield return $"Iterations is {Iterations}; expected at least 1";
        if (LiftsChannelsSeparately && InputChannels >= 1 && Channels / 2 % InputChannels != 0)
            yield return $"LiftsChannelsSeparately with {InputChannels} input channels and half of {Channels} channels; expected a multiple";
    }
}
