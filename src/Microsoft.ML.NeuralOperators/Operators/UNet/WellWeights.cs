namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>Finds the sizes of a CNextU-net from a state dictionary of The Well; names and shapes tell all.</summary>
internal sealed class WellConvNextWeights : PublishedWeights
{
    public override NeuralOperator? Define(StateDictionary state)
    {
        if (state.Find("in_proj.weight") is not { } lifting || state.Find("out_proj.weight") is not { } projection
            || state.Find("encoder.0.resample.block.1.weight") is null) return null;
        int stages = state.Count("encoder."), blocks = state.Count("encoder.0.blocks.");
        int neck = state.Count("neck.blocks.");
        // A network needs a block somewhere to tell what its blocks are like.
        string block = blocks > 0 ? "encoder.0.blocks.0." : "neck.blocks.0.";
        IReadOnlyList<int> hidden = state[block + "pwconv1.weight"].Shape;
        return new WellConvNext(new WellConvNextOptions
        {
            Dimensions = lifting.Shape.Count - 2,
            InputChannels = lifting.Shape[1],
            OutputChannels = projection.Shape[0],
            Channels = lifting.Shape[0],
            Stages = stages,
            StageBlocks = blocks,
            NeckBlocks = neck,
            Kernel = state[block + "dwconv.weight"].Shape[2],
            Expansion = hidden[0] / hidden[1],
            HasScale = state.Find(block + "gamma") is not null,
        });
    }
}

/// <summary>
/// Finds the sizes of a U-net classic from a state dictionary of The Well; names and shapes tell all.
/// </summary>
internal sealed class WellClassicWeights : PublishedWeights
{
    public override NeuralOperator? Define(StateDictionary state)
        => state.Find("encoder1.enc1conv1.weight") is { } first && state.Find("conv.weight") is { } last
            ? new WellClassic(new PublishedSizes
            {
                Dimensions = first.Shape.Count - 2,
                InputChannels = first.Shape[1],
                OutputChannels = last.Shape[1],
                Channels = first.Shape[0],
            }) : null;
}
