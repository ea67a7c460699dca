using Microsoft.ML.NeuralOperators.Checkpoints;

namespace Microsoft.ML.NeuralOperators.Operators.Fourier;

/// <summary>Finds the options of a Fourier neural operator from a state dictionary of the library neuraloperator.</summary>
internal sealed class FourierOperatorState : PublishedArchitecture
{
    /// <inheritdoc/>
    public override NeuralOperator? Define(StateDictionary state)
    {
        if (state.Find("fno_blocks.convs.0.weight.tensor") is not { } weight || state.Find("lifting.fcs.0.weight") is not { } lifting
            || state.Find("projection.fcs.0.weight") is not { } projection || state.Find("projection.fcs.1.weight") is not { } output)
            return null;
        if (!weight.IsComplex || weight.Shape.Count < 4)
            throw new FormatException($"the parameter 'fno_blocks.convs.0.weight.tensor' has the shape [{string.Join(", ", weight.Shape)}]; expected complex numbers [in, out, modes…].");
        int hidden = weight.Shape[0];
        int[] modes = [.. weight.Shape.Skip(2).SkipLast(1)];
        // The library stores the modes of the half spectrum, n/2 + 1, in the last axis.
        modes[^1] = (modes[^1] - 1) * 2;
        int layers = state.Count("fno_blocks.convs.");
        // The coordinates count as channels of the lifting; a model without them has fewer than axes + 1.
        bool hasGrid = lifting.Shape[1] > modes.Length;
        return new FourierOperator(new FourierOperatorOptions
        {
            NumberOfModes = modes,
            HiddenChannels = hidden,
            Layers = layers,
            GridEmbedding = hasGrid,
            InputChannels = lifting.Shape[1] - (hasGrid ? modes.Length : 0),
            OutputChannels = output.Shape[0],
            LiftingRatio = (double)lifting.Shape[0] / hidden,
            ProjectionRatio = (double)projection.Shape[0] / hidden,
            ChannelMlpExpansion = state.Find("fno_blocks.channel_mlp.0.fcs.0.weight") is { } mlp ? (double)mlp.Shape[0] / hidden : 0,
            Normalization = state.Find("fno_blocks.norm.0.weight") is null ? NormalizationKind.None : NormalizationKind.Group,
        });
    }
}
