namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Finds the options of a factorised Fourier neural operator from a state dictionary of the Neural-Solver-Library, on
/// structured grids; its inputs hold the points' positions before the values.
/// </summary>
internal sealed class FFnoWeights : PublishedWeights
{
    private const string First = "spectral_layers.0.";

    public override NeuralOperator? Define(StateDictionary state)
    {
        NamedArray? line = state.Find(First + "weights1");
        if ((line ?? state.Find(First + "fourier_weight.0")) is not { } weight
            || state.Find("preprocess.linear_pre.0.weight") is not { } lifting) return null;
        SolverLibraryWeights.RequirePlainPositions("F_FNO", state);
        SolverLibraryWeights.RequireGelu("F_FNO", state);
        int axes = line is null ? state.Count(First + "fourier_weight.") : 1, channels = weight.Shape[0];
        NamedArray projection = state["fc1.weight"];
        return new FFno(lifting.Shape[1], state["fc2.weight"].Shape[0], new FFnoOptions
        {
            // The library counts one side of the spectrum, without the mode n/2.
            Modes = [.. Enumerable.Range(0, axes).Select(axis
                => Math.Max(1, 2 * (line ?? state[$"{First}fourier_weight.{axis}"]).Shape[2] - 2))],
            Channels = channels,
            Layers = state.Count("spectral_layers."),
            MlpRatio = 0,
            LiftingRatio = (double)lifting.Shape[0] / channels,
            ProjectionRatio = (double)projection.Shape[0] / channels,
            HasGridEmbedding = false,
            // The library does not pad in one dimension.
            EndMultiple = axes == 1 ? 1 : 16,
        });
    }
}
