namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Finds the options of a Fourier neural operator from a state dictionary of the scripts of 2021 and after, or of
/// physics_informed. What weights do not say has the programs' names: the nonlinearity act, the padding, the points s
/// or T of the grid that the padding's cells are of, and whether the network calls get_grid and norm.
/// </summary>
internal sealed class ClassicFnoWeights : PublishedWeights
{
    public override NeuralOperator? Define(StateDictionary state)
    {
        ClassicNames? names = new[]
        {
            ClassicNames.PhysicsInformed, ClassicNames.Scripts, ClassicNames.LaterScripts, ClassicNames.TorchCfd,
        }.FirstOrDefault(n => state.Find(n.Lifting + ".weight") is not null
            && state.Find(n.Kernel + "0.weights1") is not null && state.Find(n.Skip + "0.weight") is not null
            && (n.Mlp is null || state.Find(n.Mlp + "0.mlp1.weight") is not null));
        if (names is null) return null;
        RequireKnownParts(state, names);
        int axes = state[names.Kernel + "0.weights1"].Shape.Count - 3;
        if (names == ClassicNames.PhysicsInformed && axes == 4)
        {
            if (LesNetsWeights.IsIterated(state)) return null;
            LesNetsWeights.RequireNoCoefficient(state);
            names = ClassicNames.LesNets;
        }
        else if (axes is < 1 or > 3)
            throw new FormatException($"the network has kernels along {axes} axes; Fno has 1, 2 or 3.");
        state.Arguments.Require(names.Program, Needed(names, axes));
        bool? isLastActive = names == ClassicNames.TorchCfd ? state.Arguments.Whole("last_activation") != 0 : null;
        var form = new ClassicForm
        {
            Names = names,
            Layers = [.. Enumerable.Range(0, state.Count(names.Kernel)).Select(i => Layer(state, names, i))],
            Lifted = state[names.Lifting + ".weight"].Shape[0],
            Hidden = Hidden(state, names),
            // Programs with MLPs have GELU without a name for it.
            Activation = names.Mlp is not null ? Activation.Gelu
                : PublishedActivation.Require(state, "act", names.Program),
            HasNorms = Needed(names, axes).Contains("norm") && state.Arguments.Whole("norm") != 0,
            Frames = names == ClassicNames.LesNets ? LesNetsWeights.Frames(state) : null,
            ActivatesLastLayer = isLastActive ?? false,
            ActivatesProjection = isLastActive ?? true,
        };
        bool hasGrid = Needed(names, axes).Contains("get_grid") && state.Arguments.Whole("get_grid") != 0;
        int frames = form.Frames ?? 1;
        return new Fno(frames * (state[names.Lifting + ".weight"].Shape[1] - (hasGrid ? axes : 0)),
            frames * state[names.Projection[form.Hidden.Count] + ".weight"].Shape[0],
            ClassicPadding.Of(state, names, axes) with
            {
                Modes = [.. Enumerable.Range(0, Math.Min(axes, 3)).Select(axis => form.Layers.Max(l => l.Modes[axis]))],
                Channels = form.Lifted,
                Layers = form.Layers.Count,
                MlpRatio = form.Layers[0] is { MlpWidth: { } width, Channels: var channels }
                    ? (double)width / channels : 0,
                Normalization = form.HasNorms ? Normalization.Instance : Normalization.None,
                ProjectionRatio = (double)form.Hidden[0] / form.Layers[^1].Channels,
                HasGridEmbedding = hasGrid,
                Classic = form,
            });
    }

    // What weights do not say.
    private static string[] Needed(ClassicNames names, int axes)
    {
        if (names == ClassicNames.PhysicsInformed) return axes == 1 ? ["act"] : ["act", "pad_ratio"];
        if (names == ClassicNames.Scripts) return ["act", "padding", "get_grid"];
        if (names == ClassicNames.LesNets) return ["act", "T"];
        if (names == ClassicNames.TorchCfd) return ["padding", "last_activation"];
        return axes == 2 ? ["padding", "get_grid", "norm"] : ["padding", "get_grid"];
    }

    private static void RequireKnownParts(StateDictionary state, ClassicNames names)
    {
        if (state.Names.FirstOrDefault(n => n.StartsWith("bn", StringComparison.Ordinal)) is { } norm)
            throw new FormatException($"the checkpoint has the parameter '{norm}' of a batch norm, which some versions "
                + "of the program apply and others only declare; if yours only declares it, save the weights without.");
        if (names == ClassicNames.Scripts && state.Find("fc3.weight") is not null)
            throw new FormatException("the network has the parameter 'fc3.weight' and so a lifting of two layers, as "
                + "scripts for inverse problems have it; Fno has the published lifting of one.");
    }

    private static ClassicLayer Layer(StateDictionary state, ClassicNames names, int number)
    {
        NamedArray corner = state[$"{names.Kernel}{number}.weights1"];
        return new(corner.Shape[1], UFnoWeights.CornerModes(corner),
            names.Mlp is null ? null : state[$"{names.Mlp}{number}.mlp1.weight"].Shape[0]);
    }

    private static int[] Hidden(StateDictionary state, ClassicNames names)
    {
        int[] widths =
            [.. names.Projection.Select(n => state.Find(n + ".weight")?.Shape[0] ?? 0).TakeWhile(w => w > 0)];
        return widths.Length > 1 ? widths[..^1]
            : throw new FormatException($"the checkpoint has no parameter '{names.Projection[1]}.weight'.");
    }
}
