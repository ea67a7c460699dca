namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Finds the options of a multiwavelet operator on a grid from a state dictionary of the Neural-Solver-Library, whose
/// inputs hold the points' positions before the values. The number of levels follows from the grid the program was made
/// for; on grids of more points the library would add levels.
/// </summary>
internal sealed class MwtWeights : PublishedWeights
{
    private const string First = "spectral_layers.0.";

    public override NeuralOperator? Define(StateDictionary state)
    {
        if (state.Find(First + "ec_s") is not { } filter || state.Find(First + "A.weights1") is not { } weights
            || state.Find("fc1.weight") is not { } projection) return null;
        int axes = weights.Shape.Count - 3;
        if (!weights.IsComplex || axes is not (1 or 2))
            throw new FormatException($"the parameter '{First}A.weights1' has the shape "
                + $"[{string.Join(", ", weights.Shape)}]; expected complex numbers of 1 or 2 grid axes.");
        // The grid decides the number of levels.
        SolverLibraryWeights.RequireGelu("MWT", state, "shapelist");
        int[] grid = state.Arguments.Numbers("shapelist")!;
        int reference = state.Arguments.Whole("unified_pos") is > 0 ? state.Arguments.Whole("ref") ?? 8 : 0;
        int inputs = state["preprocess.linear_pre.0.weight"].Shape[1]
            - (reference > 0 ? (int)Math.Pow(reference, axes) : 0);
        return new Mwt(inputs, state["fc2.weight"].Shape[0], new MwtOptions
        {
            Dimensions = axes,
            Order = (int)Math.Round(Math.Pow(filter.Shape[1], 1.0 / axes)),
            Copies = weights.Shape[0] / filter.Shape[1],
            Layers = state.Count("spectral_layers."),
            Levels = (int)Math.Ceiling(Math.Log2(grid.Max())),
            Modes = weights.Shape[2],
            Channels = projection.Shape[0],
            HasGridEmbedding = false,
            ReferencePoints = reference,
        });
    }
}
