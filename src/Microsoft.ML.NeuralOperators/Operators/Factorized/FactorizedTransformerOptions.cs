namespace Microsoft.ML.NeuralOperators.Operators.Factorized;

/// <summary>The architecture of a <see cref="FactorizedTransformer"/>.</summary>
public sealed record FactorizedTransformerOptions : FactorizedAttentionOptions
{
    /// <summary>Blocks of attention. Published: 4, for Darcy flow 3.</summary>
    public int Layers { get; init; } = 4;

    /// <inheritdoc/>
    public override IEnumerable<string> Faults()
    {
        foreach (string fault in base.Faults()) yield return fault;
        if (Layers < 1) yield return $"Layers is {Layers}; expected at least 1";
    }
}
