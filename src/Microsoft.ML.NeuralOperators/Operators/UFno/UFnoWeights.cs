namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Finds the options of a U-FNO or of an FNO from a state dictionary of the Neural-Solver-Library, on structured grids;
/// its inputs hold the points' positions before the values. An FNO of that library is a U-FNO without U-Nets.
/// </summary>
internal sealed class UFnoWeights : PublishedWeights
{
    public override NeuralOperator? Define(StateDictionary state)
    {
        if (state.Find("conv0.weights1") is not { } weight || state.Find("w0.weight") is null
            || state.Find("preprocess.linear_pre.0.weight") is not { } lifting) return null;
        SolverLibraryWeights.RequirePlainPositions("U_FNO", state);
        SolverLibraryWeights.RequireGelu("U_FNO", state);
        int layers = state.Count("conv"), channels = weight.Shape[0];
        int nets = Enumerable.Range(0, layers).Count(i => state.Find($"u_net{i}.outc.conv.weight") is not null);
        return new UFno(lifting.Shape[1], state["fc2.weight"].Shape[0], new UFnoOptions
        {
            Modes = CornerModes(weight),
            Channels = channels,
            Layers = layers,
            UNetLayers = nets,
            Normalization = nets == 0 ? Normalization.None
                : SolverLibraryUNetWeights.Options(state, $"u_net{layers - 1}.").Normalization,
            LiftingRatio = (double)lifting.Shape[0] / channels,
            ProjectionRatio = (double)state["fc1.weight"].Shape[0] / channels,
            HasGridEmbedding = false,
            IsPublished = true,
        });
    }

    /// <summary>
    /// The modes of a spectral convolution by its first corner [in, out, modes…], counted over the full spectrum: both
    /// sides of every axis but the last, whose mode n/2 that library leaves out.
    /// </summary>
    public static int[] CornerModes(NamedArray corner)
    {
        // The last axis of a complex array holds its parts.
        int[] modes = [.. corner.Shape.Skip(2).SkipLast(1).Select(m => 2 * m)];
        modes[^1] = Math.Max(1, modes[^1] - 2);
        return modes;
    }
}
