namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Finds the options of an implicit Fourier neural operator from a state dictionary of IFNO3d of LESnets, whose kernel
/// is along three axes of space and the time.
/// </summary>
internal sealed class LesNetsWeights : PublishedWeights
{
    private const string Program = "IFNO3d of LESnets";
    private const string Kernels = "sp_convs.";

    public override NeuralOperator? Define(StateDictionary state)
    {
        if (state.Find(Kernels + "0.weights1") is not { } kernel || kernel.Shape.Count != 7
            || state.Find("ws.0.weight") is null || state.Find("fc0.weight") is not { } lifting
            || !IsIterated(state)) return null;
        state.Arguments.Require(Program, "name", "layers", "act", "T");
        if (state.Arguments.Text("name") is var name and not "IFNO")
            throw new FormatException($"the program's argument 'name' is '{name}'; expected IFNO or FNO.");
        RequireNoCoefficient(state);
        int[] modes = UFnoWeights.CornerModes(kernel);
        int frames = Frames(state), channels = kernel.Shape[0];
        return new IFno(frames * lifting.Shape[1], frames * state["fc2.weight"].Shape[0], new IFnoOptions
        {
            Modes = modes[..^1],
            Channels = channels,
            Iterations = state.Arguments.Whole("layers")!.Value,
            Activation = PublishedActivation.Require(state, "act", Program),
            ProjectionRatio = (double)state["fc1.weight"].Shape[0] / channels,
            HasGridEmbedding = false,
            Published = new PublishedFrames(frames, modes[^1]),
        });
    }

    /// <summary>
    /// Whether weights of LESnets are an IFNO3d's. An FNO3d of a single layer has the same names, and is one only where
    /// the name of the model says so.
    /// </summary>
    public static bool IsIterated(StateDictionary state)
        => state.Count(Kernels) == 1 && state.Arguments.Text("name") is not "FNO";

    /// <summary>Frames of the fields, which the program calls T.</summary>
    /// <exception cref="FormatException">There are none.</exception>
    public static int Frames(StateDictionary state) => state.Arguments.Whole("T") switch
    {
        int frames and > 0 => frames,
        var other => throw new FormatException($"the program's argument 'T' is {other}; expected a number of frames."),
    };

    /// <exception cref="FormatException">A coefficient of a closure was learned beside the weights.</exception>
    public static void RequireNoCoefficient(StateDictionary state)
    {
        if (state.Find("param") is not null)
            throw new FormatException("the checkpoint has the parameter 'param', a learned coefficient that no field "
                + "depends on; save the weights without it.");
    }

    /// <summary>
    /// Names of the corners by numbers that count those below 0 along the first axis as 1, the second as 2, the third
    /// as 4. The program has the fifth and the sixth the other way round.
    /// </summary>
    public static string Corner(int corner) => $"weights{corner switch { 4 => 6, 5 => 5, _ => corner + 1 }}";
}
