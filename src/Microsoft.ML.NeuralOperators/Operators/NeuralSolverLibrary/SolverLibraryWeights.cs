namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Finds the options of a transformer on grids, a Factformer or a Galerkin_Transformer, from a state dictionary of the
/// Neural-Solver-Library. A Galerkin transformer's grid, which names and shapes do not tell, is taken as a plane.
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
        if (isGalerkin && query is null) RequireGelu("Galerkin_Transformer", state, "n_heads");
        else RequireGelu("Factformer", state);
        int layers = state.Count("blocks."), channels = state[First + "ln_1.weight"].Shape[0];
        var options = new SolverLibraryOptions
        {
            Dimensions = state.Find(First + "Attn.attn_z.to_q.weight") is null ? 2 : 3,
            InputChannels = state["preprocess.linear_pre.0.weight"].Shape[1],
            OutputChannels = state[$"blocks.{layers - 1}.mlp2.weight"].Shape[0],
            Channels = channels,
            // The heads of a Factformer share their linear layers, whose width is that of one head.
            Heads = query is null ? state.Arguments.Whole("n_heads")!.Value : channels / query.Shape[0],
            Layers = layers,
            MlpRatio = (double)mlp.Shape[0] / channels,
        };
        return query is null ? new SolverLibraryGalerkin(options) : new SolverLibraryFactFormer(options);
    }

    /// <summary>
    /// Asks for the nonlinearity, which no weight tells, and for what else an architecture needs.
    /// </summary>
    /// <exception cref="FormatException">
    /// Something was not said, or the nonlinearity is not GELU, the only one that is read.
    /// </exception>
    public static void RequireGelu(string program, StateDictionary state, params IReadOnlyList<string> others)
    {
        state.Arguments.Require(program, ["act", .. others]);
        if (state.Arguments.Text("act") is var name and not "gelu")
            throw new FormatException($"The checkpoint is a {program} with the nonlinearity '{name}'; only one with "
                + "'gelu' is read.");
    }

    /// <exception cref="FormatException">
    /// The file says that positions are distances to reference points, which belong to one grid.
    /// </exception>
    public static void RequirePlainPositions(string program, StateDictionary state)
    {
        if (state.Arguments.Whole("unified_pos") > 0)
            throw new FormatException($"The checkpoint is a {program} with unified positions, which belong to one "
                + "grid; only one with plain coordinates is read.");
    }
}

/// <summary>Finds the options of a GNOT from a state dictionary of the Neural-Solver-Library.</summary>
internal sealed class SolverLibraryGnotWeights : PublishedWeights
{
    private const string First = "blocks.0.";

    public override NeuralOperator? Define(StateDictionary state)
    {
        if (state.Find(First + "gatenet.0.weight") is not { } gate
            || state.Find("preprocess_z.linear_pre.0.weight") is not { } branch) return null;
        SolverLibraryWeights.RequireGelu("GNOT", state, "n_heads");
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
            Heads = state.Arguments.Whole("n_heads")!.Value,
            Layers = state.Count("blocks."),
            Experts = state.Count(First + "moe_mlp1."),
            MlpRatio = (double)gate.Shape[0] / channels,
        });
    }
}
