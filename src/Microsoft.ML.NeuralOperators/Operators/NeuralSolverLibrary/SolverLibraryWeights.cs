namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Finds the options of a transformer on grids, a Factformer or a Galerkin_Transformer, from a state dictionary of the
/// Neural-Solver-Library. What names and shapes do not tell is taken as that library has it by default: GELU, and for
/// the Galerkin transformer a two-dimensional grid.
/// </summary>
internal sealed class SolverLibraryWeights : PublishedWeights
{
    private const string First = "blocks.0.";

    public override NeuralOperator? Define(StateDictionary state)
    {
        NamedArray? query = state.Find(First + "Attn.attn_x.to_q.weight");
        bool isGalerkin = state.Find(First + "ln_1a.weight") is not null
            && state.Find(First + "Attn.proj.weight") is not null;
        if (query is null && !isGalerkin || state.Find(First + "mlp.linear_pre.0.weight") is not { } mlp) return null;
        int layers = state.Count("blocks."), channels = state[First + "ln_1.weight"].Shape[0];
        var options = new SolverLibraryOptions
        {
            Dimensions = state.Find(First + "Attn.attn_z.to_q.weight") is null ? 2 : 3,
            InputChannels = state["preprocess.linear_pre.0.weight"].Shape[1],
            OutputChannels = state[$"blocks.{layers - 1}.mlp2.weight"].Shape[0],
            Channels = channels,
            // The heads of a Factformer share their linear layers, whose width is that of one head.
            Heads = query is null ? HeadsOf("Galerkin_Transformer", state) : channels / query.Shape[0],
            Layers = layers,
            MlpRatio = (double)mlp.Shape[0] / channels,
        };
        return query is null ? new SolverLibraryGalerkin(options) : new SolverLibraryFactFormer(options);
    }

    /// <exception cref="FormatException">The number of heads was not given.</exception>
    public static int HeadsOf(string program, StateDictionary state)
        => state.Argument("n_heads") ?? throw new FormatException($"The checkpoint is a {program}, whose weights do "
            + "not say the number of heads. Give the program's argument 'n_heads'.");

    /// <exception cref="FormatException">
    /// The file says that positions are distances to reference points, which belong to one grid.
    /// </exception>
    public static void RequirePlainPositions(string program, StateDictionary state)
    {
        if (state.Argument("unified_pos") > 0)
            throw new FormatException($"The checkpoint is a {program} with unified positions, which belong to one "
                + "grid; only one with plain coordinates is read.");
    }
}

/// <summary>
/// Finds the options of a GNOT from a state dictionary of the Neural-Solver-Library; GELU is taken for granted.
/// </summary>
internal sealed class SolverLibraryGnotWeights : PublishedWeights
{
    private const string First = "blocks.0.";

    public override NeuralOperator? Define(StateDictionary state)
    {
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
            Heads = SolverLibraryWeights.HeadsOf("GNOT", state),
            Layers = state.Count("blocks."),
            Experts = state.Count(First + "moe_mlp1."),
            MlpRatio = (double)gate.Shape[0] / channels,
        });
    }
}
