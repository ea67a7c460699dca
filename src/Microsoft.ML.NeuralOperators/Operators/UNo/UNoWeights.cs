namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Finds the options of a U-NO from a state dictionary of the Neural-Solver-Library, on structured grids; its inputs
/// hold the points' positions before the values.
/// </summary>
internal sealed class UNoWeights : PublishedWeights
{
    public override NeuralOperator? Define(StateDictionary state)
    {
        if (state.Find("process1_down.weights1") is not { } weight
            || state.Find("w1_down.double_conv.0.weight") is null
            || state.Find("preprocess.linear_pre.0.weight") is not { } lifting) return null;
        SolverLibraryWeights.RequirePlainPositions("U_NO", state);
        SolverLibraryWeights.RequireGelu("U_NO", state);
        int channels = weight.Shape[0];
        int scales = state.Names.Count(n => n.StartsWith("process", StringComparison.Ordinal)
            && n.EndsWith("_down.weights1", StringComparison.Ordinal));
        int[][] modes = [.. Enumerable.Range(1, scales)
            .Select(scale => UFnoWeights.CornerModes(state[$"process{scale}_down.weights1"]))];
        return new UNo(lifting.Shape[1], state["fc2.weight"].Shape[0], new UNoOptions
        {
            Modes = [.. modes[0].Select(m => Math.Max(2, m))],
            PublishedModes = modes,
            Channels = channels,
            Scales = scales,
            Normalization = SolverLibraryUNetWeights.Options(state, "").Normalization,
            LiftingRatio = (double)lifting.Shape[0] / channels,
            ProjectionRatio = (double)state["fc1.weight"].Shape[0] / channels,
            HasGridEmbedding = false,
        });
    }
}
