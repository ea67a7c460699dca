namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Finds the options of a Galerkin transformer from a state dictionary of the Neural-Solver-Library. What names and
/// shapes do not tell is taken as that library has it by default: a two-dimensional grid and GELU. The number of heads
/// must be given.
/// </summary>
internal sealed class SolverLibraryGalerkinWeights : PublishedWeights
{
    public override NeuralOperator? Define(StateDictionary state)
    {
        if (state.Find("blocks.0.ln_1a.weight") is not { } norm || state.Find("blocks.0.Attn.proj.weight") is null
            || state.Find("blocks.0.mlp.linear_pre.0.weight") is not { } mlp)
            return null;
        int channels = norm.Shape[0];
        int layers = state.Count("blocks.");
        return new SolverLibraryGalerkin(new SolverLibraryOptions
        {
            InputChannels = state["preprocess.linear_pre.0.weight"].Shape[1],
            OutputChannels = state[$"blocks.{layers - 1}.mlp2.weight"].Shape[0],
            Channels = channels,
            Heads = state.Argument("n_heads") ?? throw new FormatException(
                "The checkpoint is a Galerkin_Transformer, whose weights do not say the number of heads. Give the "
                + "program's argument 'n_heads'."),
            Layers = layers,
            MlpRatio = (double)mlp.Shape[0] / channels,
        });
    }
}
