namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Finds the options of a Factformer from a state dictionary of the Neural-Solver-Library; GELU is taken for granted.
/// </summary>
internal sealed class SolverLibraryFactFormerWeights : PublishedWeights
{
    public override NeuralOperator? Define(StateDictionary state)
    {
        const string First = "blocks.0.";
        if (state.Find(First + "Attn.attn_x.to_q.weight") is not { } query) return null;
        int layers = state.Count("blocks.");
        int channels = state[First + "ln_1.weight"].Shape[0];
        return new SolverLibraryFactFormer(new SolverLibraryOptions
        {
            Dimensions = state.Find(First + "Attn.attn_z.to_q.weight") is null ? 2 : 3,
            InputChannels = state["preprocess.linear_pre.0.weight"].Shape[1],
            OutputChannels = state[$"blocks.{layers - 1}.mlp2.weight"].Shape[0],
            Channels = channels,
            // Heads share their linear layers, whose width is that of one head.
            Heads = channels / query.Shape[0],
            Layers = layers,
            MlpRatio = state[First + "mlp.linear_pre.0.weight"].Shape[0] / channels,
        });
    }
}
