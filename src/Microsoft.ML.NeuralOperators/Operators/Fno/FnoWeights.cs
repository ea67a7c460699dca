namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Finds the options of a Fourier neural operator from a state dictionary of the library neuraloperator.
/// </summary>
internal sealed class FnoWeights : PublishedWeights
{
    public override NeuralOperator? Define(StateDictionary state)
    {
        if (state.Find("fno_blocks.convs.0.weight.tensor") is not { } weight
            || state.Find("lifting.fcs.0.weight") is not { } lifting
            || state.Find("projection.fcs.0.weight") is not { } projection
            || state.Find("projection.fcs.1.weight") is not { } output)
            return null;
        if (!weight.IsComplex || weight.Shape.Count < 4)
            throw new FormatException($"the parameter 'fno_blocks.convs.0.weight.tensor' has the shape "
                + $"[{string.Join(", ", weight.Shape)}]; expected complex numbers [in, out, modes…].");
        int hidden = weight.Shape[0];
        int[] modes = [.. weight.Shape.Skip(2).SkipLast(1)];
        // The library stores the modes of the half spectrum, n/2 + 1, in the last axis.
        modes[^1] = (modes[^1] - 1) * 2;
        int layers = state.Count("fno_blocks.convs.");
        // The coordinates count as channels of the lifting; a model without them has fewer than axes + 1.
        bool hasGrid = lifting.Shape[1] > modes.Length;
        return new Fno(lifting.Shape[1] - (hasGrid ? modes.Length : 0), output.Shape[0], new FnoOptions
        {
            Modes = modes,
            Channels = hidden,
            Layers = layers,
            HasGridEmbedding = hasGrid,
            LiftingRatio = (double)lifting.Shape[0] / hidden,
            ProjectionRatio = (double)projection.Shape[0] / hidden,
            MlpRatio = state.Find("fno_blocks.channel_mlp.0.fcs.0.weight") is { } mlp
                ? (double)mlp.Shape[0] / hidden : 0,
            Normalization = state.Find("fno_blocks.norm.0.weight") is null ? Normalization.None : Normalization.Group,
        });
    }
}
