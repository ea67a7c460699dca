namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Finds the options of a GNOT from a state dictionary of the Neural-Solver-Library; GELU is taken for granted.
/// </summary>
internal sealed class SolverLibraryGnotWeights : PublishedWeights
{
    public override NeuralOperator? Define(StateDictionary state)
    {
        const string First = "blocks.0.";
        if (state.Find(First + "gatenet.0.weight") is not { } gate
            || state.Find("preprocess_z.linear_pre.0.weight") is not { } branch) return null;
        int coordinates = gate.Shape[1], channels = state[First + "ln1.weight"].Shape[0];
        if (state["preprocess_x.linear_pre.0.weight"].Shape[1] != coordinates)
            throw new FormatException("The checkpoint is a GNOT with unified positions, which belong to one grid; only "
                + "one with plain coordinates is read.");
        return new SolverLibraryGnot(new SolverLibraryGnotOptions
        {
            Coordinates = coordinates,
            InputChannels = branch.Shape[1],
            OutputChannels = state["fc2.weight"].Shape[0],
            Channels = channels,
            Heads = state.Argument("n_heads") ?? throw new FormatException(
                "The checkpoint is a GNOT, whose weights do not say the number of heads. Give the program's argument "
                + "'n_heads'."),
            Layers = state.Count("blocks."),
            Experts = state.Count(First + "moe_mlp1."),
            MlpRatio = (double)gate.Shape[0] / channels,
        });
    }
}
