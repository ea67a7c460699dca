namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>Finds the options of a LocalNO from a state dictionary of the library neuraloperator.</summary>
internal sealed class LocalNOWeights : PublishedWeights
{
    private const string Blocks = "local_no_blocks";

    // As the library's class has them.
    private static readonly string[] Order =
    [
        "n_modes", "in_channels", "out_channels", "hidden_channels", "default_in_shape", "n_layers", "disco_layers",
        "disco_kernel_shape", "radius_cutoff", "domain_length", "disco_groups", "disco_bias", "diff_layers",
        "conv_padding_mode", "fin_diff_kernel_size", "mix_derivatives",
    ];

    public override NeuralOperator? Define(StateDictionary state)
    {
        if (LibraryNetwork.Find(state, Blocks, "mlp") is not { } network) return null;
        if (network.Weight.Factorization != SpectralFactorization.None)
            throw new FormatException("the network has factorised spectral weights; LocalNO has dense ones only.");
        var metadata = new LibraryMetadata(state, nameof(LocalNO), Order);
        metadata.RefuseOthers(network);
        PublishedLocals locals = Locals(state, metadata, network);
        return new LocalNO(network.InputChannels(metadata), network.Outputs, network.Fill(new LocalNOOptions
        {
            Modes = network.Modes,
            Channels = network.Channels,
            Layers = network.Layers,
            Rings = locals.Disc?.Basis.Rings ?? 1,
            Sectors = locals.Disc?.Sectors ?? 0,
            MlpRatio = network.MlpRatio,
            Normalization = metadata.Normalization(Blocks),
            Published = locals,
        }, metadata));
    }

    private static PublishedLocals Locals(StateDictionary state, LibraryMetadata metadata, LibraryNetwork network)
    {
        int integrals = state.Count(Blocks + ".local_convs."), derivatives = state.Count(Blocks + ".differential.");
        metadata.Require([
            "domain_padding",
            .. integrals + derivatives > 0 ? (string[])["default_in_shape"] : [],
            .. derivatives > 0 ? (string[])["conv_padding_mode"] : [],
            .. integrals > 0 ? (string[])["disco_kernel_shape", "domain_length", "radius_cutoff"] : [],
            .. IsSome(integrals) ? (string[])["disco_layers"] : [],
            .. IsSome(derivatives) ? (string[])["diff_layers"] : [],
        ]);
        int axes = network.Modes.Length;
        int[] grid = integrals + derivatives == 0 ? [.. Enumerable.Repeat(1, axes)]
            : metadata.List("default_in_shape", metadata.Whole);
        if (grid.Length != axes || grid.Any(n => n is < 1 or > ushort.MaxValue))
            throw new FormatException($"the network's argument 'default_in_shape' is [{string.Join(", ", grid)}]; "
                + $"expected {axes} sizes.");
        NamedArray? integral = state.Find(Blocks + ".local_convs.0.weight");
        NamedArray? derivative = state.Find(Blocks + ".differential.0.conv.weight");
        return new PublishedLocals(grid, Flags("disco_layers", integrals), Flags("diff_layers", derivatives))
        {
            Disc = integral is null ? null : LibraryDisc.Find(metadata, grid, integral),
            IntegralGroups = Groups(integral),
            HasBias = state.Find(Blocks + ".local_convs.0.bias") is not null,
            Padding = derivative is null ? default : Padding(metadata.Said("conv_padding_mode")),
            DerivativeSize = derivative?.Shape[^1] ?? 3,
            DerivativeGroups = Groups(derivative),
        };

        bool IsSome(int count) => count > 0 && count < network.Layers;

        int Groups(NamedArray? weight) => weight is null ? 1
            : weight.Shape[1] > 0 && network.Channels % weight.Shape[1] == 0 ? network.Channels / weight.Shape[1]
            : throw new FormatException($"the parameter '{weight.Name}' has the shape "
                + $"[{string.Join(", ", weight.Shape)}], which makes no groups of {network.Channels} channels.");

        bool[] Flags(string name, int count)
        {
            bool[] flags = IsSome(count) ? metadata.List<bool>(name, place => metadata.Said(place) is { } text
                ? text is "True" or "1" : null) : [.. Enumerable.Repeat(count > 0, network.Layers)];
            return flags.Length == network.Layers && flags.Count(has => has) == count || !IsSome(count) ? flags
                : throw new FormatException($"the network's argument '{name}' has {flags.Count(has => has)} true of "
                    + $"{flags.Length} entries; expected {count} of {network.Layers}, as there are weights.");
        }
    }

    private static PaddingMode Padding(string? mode) => mode switch
    {
        "periodic" or "circular" => PaddingMode.Circular,
        "zeros" => PaddingMode.Zeros,
        "reflect" => PaddingMode.Reflect,
        "replicate" => PaddingMode.Replicate,
        _ => throw new FormatException($"the network's argument 'conv_padding_mode' is {mode ?? "None"}; expected "
            + "periodic, zeros, reflect or replicate."),
    };
}
