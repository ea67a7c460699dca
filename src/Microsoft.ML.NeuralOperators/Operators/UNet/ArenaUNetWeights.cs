namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Finds the options of a modern U-Net from a state dictionary of pdearena. Its weights do not say the nonlinearity.
/// </summary>
internal sealed class ArenaUNetWeights : PublishedWeights
{
    public override NeuralOperator? Define(StateDictionary state)
    {
        if (state.Find("image_proj.weight") is not { } lifting || state.Find("final.weight") is not { } projection
            || state.Find("middle.res1.conv1.weight") is null) return null;
        var widths = new List<int>();
        var attention = new List<bool>();
        int blocks = 0;
        bool isFirst = true;
        for (int i = 0, count = state.Count("down."); i < count; i++)
        {
            string name = $"down.{i}.";
            if (state.Find(name + "res.conv1.weight") is not { } block)
            {
                isFirst = true;
                continue;
            }
            if (widths.Count == 0 || isFirst)
            {
                widths.Add(block.Shape[0]);
                attention.Add(state.Find(name + "attn.projection.weight") is not null);
            }
            isFirst = false;
            if (widths.Count == 1) blocks++;
        }
        return new ArenaUNet(new ArenaUNetOptions
        {
            Dimensions = lifting.Shape.Count - 2,
            InputChannels = lifting.Shape[1],
            OutputChannels = projection.Shape[0],
            Channels = lifting.Shape[0],
            EndKernel = lifting.Shape[2],
            Widths = widths,
            LevelBlocks = blocks,
            HasAttention = attention,
            HasMiddleAttention = state.Find("middle.attn.projection.weight") is not null,
            HasNorm = state.Find("norm.weight") is not null,
            Activation = PublishedActivation.Require(state, "activation", "U-Net of pdearena"),
        });
    }
}
