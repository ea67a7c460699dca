namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Finds the options of a multigrid neural operator from a state dictionary of the authors' programs: MgNO_DC,
/// MgNO_DC_smooth, MgNO_NS, MgNO_helm and MgNO_helm2. What names and shapes do not tell is taken as those programs have
/// it: GELU, and the padding by which the variants differ.
/// </summary>
internal sealed class MgnoWeights : PublishedWeights
{
    public override NeuralOperator? Define(StateDictionary state)
    {
        const string First = "conv_list.0.";
        if (state.Find(First + "layer0.0.S.weight") is not { } smoother) return null;
        int dimensions = smoother.Shape.Count - 2, channels = smoother.Shape[0], inputs = smoother.Shape[1];
        if (dimensions is < 1 or > 3)
            throw new FormatException($"the parameter '{First}layer0.0.S.weight' has the shape "
                + $"[{string.Join(", ", smoother.Shape)}]; expected [out, in, kernel…].");
        SmoothingSteps[] levels = Levels(state, First);
        bool hasIdleOperator = state.Find(First + "layer0.0.A.weight") is not null;
        bool hasLevelNorms = state.Find(First + "norm_layer_list.0.weight") is not null;
        NamedArray? cycleNorm = state.Find("norm_layer_list.0.weight");
        int[] kernels = [.. Enumerable.Range(0, levels.Length - 1)
            .Select(l => state[$"{First}RTlayers.{l}.weight"].Shape[^1])];
        // The Helmholtz programs alone take kernel 3 to the finest level together with norms, and transfer without
        // padding.
        bool isHelmholtz = hasIdleOperator || hasLevelNorms && kernels.Length > 0 && kernels[0] == 3;
        IReadOnlyList<int>? normGrid =
            (cycleNorm ?? state.Find(First + "norm_layer_list.0.weight"))?.Shape.Skip(1).ToArray();
        (string name, PublishedOutput output, int outputs, int width) = Output(state);
        return new Mgno(inputs, outputs, new MgnoOptions
        {
            Dimensions = dimensions,
            Channels = channels,
            Layers = state.Count("conv_list."),
            Levels = levels,
            Boundary = isHelmholtz ? BoundaryCondition.Neumann : hasLevelNorms ? BoundaryCondition.Periodic
                : BoundaryCondition.Dirichlet,
            PadProlongation = false,
            RestrictResidual = state.Find(First + "layer1.0.A.weight") is not null,
            ChannelGrowth = levels.Length > 1 && state[First + "layer1.0.Pi.weight"].Shape[0] > channels ? 1 : 0,
            HasBiasOperator = state.Find("linear_list.0.weight") is not null,
            HasStencilBias = state.Find(First + "layer0.0.S.bias") is not null,
            HasOutputResidual = hasLevelNorms && !isHelmholtz,
            Published = new PublishedForm
            {
                Grid = normGrid,
                NormalizesLevels = hasLevelNorms,
                AffineLevels = Enumerable.Range(0, levels.Length)
                .TakeWhile(l => state.Find($"{First}norm_layer_list.{l}.weight") is not null).Count(),
                NormalizesCycles = cycleNorm is not null,
                ProlongationKernels = kernels,
                TransferPadding = isHelmholtz ? 0 : 1,
                HasIdleOperator = hasIdleOperator,
                Output = output,
                OutputWidth = width,
                OutputName = name,
            },
        });
    }

    private static SmoothingSteps[] Levels(StateDictionary state, string cycle)
    {
        var levels = new List<SmoothingSteps>();
        for (int l = 0; state.Names.Any(n => n.StartsWith($"{cycle}layer{l}.", StringComparison.Ordinal)); l++)
        {
            int steps = Steps($"{cycle}layer{l}."), post = Steps($"{cycle}post_smooth_layer{l}.");
            levels.Add(new SmoothingSteps(steps, post));
        }
        return [.. levels];

        int Steps(string prefix)
            => state.Names.Count(n => n.StartsWith(prefix, StringComparison.Ordinal)
            && n.EndsWith(".S.weight", StringComparison.Ordinal));
    }

    private static (string Name, PublishedOutput Output, int Channels, int Width) Output(StateDictionary state)
    {
        foreach (string name in (ReadOnlySpan<string>)["linear", "last_layer", "mlp"])
        {
            if (state.Find(name + ".weight") is { } linear)
                return (name, state.Find(name + ".bias") is null ? PublishedOutput.Linear : PublishedOutput.Affine,
                    linear.Shape[0], 0);
            if (state.Find(name + ".0.weight") is { } hidden)
                return (name, PublishedOutput.Mlp, state[name + ".2.weight"].Shape[0], hidden.Shape[0]);
            if (state.Find(name + ".layer0.0.S.weight") is { } cycle)
                return (name, PublishedOutput.Cycle, cycle.Shape[0], 0);
        }
        throw new FormatException("the checkpoint has no output layer: expected the parameter 'linear.weight', "
            + "'last_layer.weight' or 'mlp.weight'.");
    }
}
