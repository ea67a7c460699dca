namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Finds the options of a spherical Fourier neural operator from a state dictionary of the library neuraloperator. Its
/// metadata says what no weight shows, or else the caller; <c>sht_norm</c> has no effect on the outputs, since the two
/// transforms' factors cancel.
/// </summary>
internal sealed class SfnoWeights : PublishedWeights
{
    private const string Program = "SFNO of neuraloperator";
    // The model's own convolution, which is on equiangular grids.
    private const string Convolution = "neuralop.layers.spherical_convolution.SphericalConv";

    public override NeuralOperator? Define(StateDictionary state)
    {
        if (NeuraloperatorModel.Find(state, nameof(Sfno)) is not { IsSpherical: true } model) return null;
        model.RequireUsual();
        if ((model.Said("domain_padding") ?? model.Said("domain_padding.0")) is { } padding && padding != "0")
            throw new FormatException($"the network was made with domain_padding = {padding}; there is nothing to pad "
                + "on a sphere.");
        string? grid = state.Arguments.Text("sht_grids")
            ?? (model.Said("conv_module") == Convolution ? "equiangular" : null);
        string[] missing = [.. new[] { (model.Modes is null, "n_modes"), (model.InputChannels is null, "in_channels"),
            (grid is null, "sht_grids") }.Where(argument => argument.Item1).Select(argument => argument.Item2)];
        if (missing.Length > 0) state.Arguments.Require(Program, missing);
        (int degrees, int orders) = Harmonics(model);
        int inputs = model.InputChannels!.Value;
        return new Sfno(inputs, model.OutputChannels, new SfnoOptions
        {
            Modes = [degrees, 2 * orders],
            Grid = grid switch
            {
                "equiangular" => SphericalGrid.WithPoles,
                "legendre-gauss" => SphericalGrid.Gauss,
                _ => throw new FormatException($"the network has sht_grids = {grid}; Sfno knows equiangular and "
                + "legendre-gauss."),
            },
            Channels = model.Channels,
            Layers = model.Layers,
            HasGridEmbedding = model.HasGridEmbedding(inputs),
            LiftingRatio = model.LiftingRatio,
            ProjectionRatio = model.ProjectionRatio,
            MlpRatio = model.MlpRatio,
            Published = new()
            {
                Normalization = model.Normalization,
                Factorization = model.Weight.Factorization,
                Ranks = model.Weight.Ranks,
            },
        });
    }

    // No order is above the degrees. Fewer orders were possible before torch-harmonics 0.9.
    private static (int Degrees, int Orders) Harmonics(NeuraloperatorModel model)
    {
        int[] modes = model.Modes!;
        int degrees = model.Weight.Sizes[2];
        if (modes.Length != 2 || modes[0] < 1 || modes[1] < 2)
            throw new FormatException($"the network's n_modes is [{string.Join(", ", modes)}]; expected two numbers, "
                + "the second at least 2.");
        model.RequireAll(0, modes[0], modes[0]);
        return (degrees, Math.Min(modes[1] / 2, degrees));
    }
}
