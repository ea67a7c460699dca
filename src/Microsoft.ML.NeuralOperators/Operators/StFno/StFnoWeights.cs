namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Finds the options of a spatio-temporal Fourier neural operator from a state dictionary of SFNO of torch-cfd, a
/// network of vorticity. Its weights serve any numbers of frames, so these are asked for, too: time_steps in and
/// output_steps out.
/// </summary>
internal sealed class StFnoWeights : PublishedWeights
{
    private const string Program = "SFNO of torch-cfd";

    public override NeuralOperator? Define(StateDictionary state)
    {
        if (state.Find("lifting_operator.sconv.weight.0") is not { } kernel
            || state.Find("output_operator.conv.weight.0") is not { } output
            || state.Find("lifting_operator.norm.weight") is null) return null;
        Refuse(state.Find("lifting_operator.pe.proj.weight") is not null, "random features of space");
        Refuse(output.Shape[0] != 1, "velocities, for which the program itself does not run");
        PublishedArguments arguments = state.Arguments;
        arguments.Require(Program, "time_steps", "output_steps", "latent_steps", "activation", "beta", "delta",
            "fft_norm", "spatial_padding", "temporal_padding");
        Refuse(arguments.Whole("spatial_padding") != 0, "padding in space");
        Refuse(arguments.Whole("temporal_padding") == 0, "times that are not padded");
        int given = arguments.Whole("time_steps")!.Value, latent = arguments.Whole("latent_steps")!.Value;
        if (given < latent)
            throw new FormatException($"the program's argument 'time_steps' is {given}; expected at least its "
                + $"latent_steps, {latent}.");
        bool isLinear = state.Find("lifting_operator.mlp.weight") is not null;
        int channels = kernel.Shape[0];
        NamedArray hidden = state[isLinear ? "mlp.0.linear1.weight" : "lifting_operator.mlp.linear1.weight"];
        int[] modes = UFnoWeights.CornerModes(kernel);
        return new StFno(given, arguments.Whole("output_steps")!.Value, new StFnoOptions
        {
            Modes = modes[..^1],
            TimeModes = modes[^1],
            Channels = channels,
            Layers = state.Count("spectral_conv.") + 1,
            LatentTimes = latent,
            MlpRatio = (double)hidden.Shape[0] / channels,
            Activation = PublishedActivation.Require(state, "activation", Program),
            TimeGrowth = arguments.Number("beta")!.Value,
            Published = new()
            {
                Delta = arguments.Number("delta")!.Value,
                Power = arguments.Text("fft_norm") switch
                {
                    "backward" => 1,
                    "ortho" => 0.5,
                    "forward" => 0,
                    var other => throw new FormatException($"the program's argument 'fft_norm' is '{other}'; expected "
                        + "backward, ortho or forward."),
                },
                HasLinearLifting = isLinear,
            },
        });
    }

    private static void Refuse(bool isSo, string what)
    {
        if (isSo) throw new FormatException($"The checkpoint is a {Program} with {what}; only one without is read.");
    }
}
