namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Finds the options of a spherical Fourier neural operator from a state dictionary of the library neuraloperator. What
/// the weights do not show comes from the metadata or the caller's arguments. <c>sht_norm</c> does not matter: the
/// factors of the two transforms cancel.
/// </summary>
internal sealed class SfnoWeights : PublishedWeights
{
    private const string Program = "SFNO of neuraloperator", Blocks = "fno_blocks";
    // The model's own convolution, which is on equiangular grids.
    private const string Convolution = "neuralop.layers.spherical_convolution.SphericalConv";

    public override NeuralOperator? Define(StateDictionary state)
    {
        if (LibraryNetwork.Find(state, Blocks, "channel_mlp") is not { IsSpherical: true } network) return null;
        var metadata = new LibraryMetadata(state, nameof(Sfno), FnoWeights.Order);
        metadata.RefuseOthers(network);
        if (metadata.Padding() is not 0 and var padding)
            throw new FormatException($"the network was made with domain_padding = {padding}; there is nothing to pad "
                + "on a sphere.");
        int[] modes = metadata.List("n_modes", metadata.Whole);
        string? grid = metadata.Said("sht_grids")
            ?? (metadata.Said("conv_module") == Convolution ? "equiangular" : null);
        string[] missing = [.. new[] { (modes.Length == 0, "n_modes"),
            (metadata.Whole("in_channels") is null, "in_channels"), (grid is null, "sht_grids") }
            .Where(argument => argument.Item1).Select(argument => argument.Item2)];
        if (missing.Length > 0) state.Arguments.Require(Program, missing);
        (int degrees, int orders) = Harmonics(network, modes);
        return new Sfno(network.InputChannels(metadata), network.Outputs, network.Fill(new SfnoOptions
        {
            Modes = [degrees, 2 * orders],
            Grid = grid switch
            {
                "equiangular" => SphericalGrid.WithPoles,
                "legendre-gauss" => SphericalGrid.Gauss,
                _ => throw new FormatException($"the network has sht_grids = {grid}; Sfno knows equiangular and "
                + "legendre-gauss."),
            },
            Channels = network.Channels,
            Layers = network.Layers,
            MlpRatio = network.MlpRatio,
            Published = new()
            {
                Normalization = metadata.Normalization(Blocks),
                Factorization = network.Weight.Factorization,
                Ranks = network.Weight.Ranks,
            },
        }, metadata));
    }

    // No order is above the degrees. Fewer orders were possible before torch-harmonics 0.9.
    private static (int Degrees, int Orders) Harmonics(LibraryNetwork network, int[] modes)
    {
        if (modes.Length != 2 || modes[0] < 1 || modes[1] < 2)
            throw new FormatException($"the network's n_modes is [{string.Join(", ", modes)}]; expected two numbers, "
                + "the second at least 2.");
        int degrees = network.Weight.Sizes[2];
        return (degrees, Math.Min(modes[1] / 2, degrees));
    }
}
