namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Finds the options of a latent spectral model from a state dictionary of the authors' programs: LSM on structured
/// grids of Neural-Solver-Library, whose inputs hold the points' positions before the values, and LSM of
/// Latent-Spectral-Models, which appends the positions itself.
/// </summary>
internal sealed class LsmWeights : PublishedWeights
{
    public override NeuralOperator? Define(StateDictionary state)
    {
        if (state.Find("process1.latent") is not { } latent || state.Find("process1.weights") is not { } series
            || state.Find("inc.double_conv.0.weight") is not { } convolution
            || state.Find("fc1.weight") is not { } projection)
            return null;
        int hidden = projection.Shape[1], dimensions = convolution.Shape.Count - 2;
        if (latent.Shape.Count != 3 || series.Shape.Count != 2)
            throw new FormatException($"the parameter 'process1.latent' has the shape "
                + $"[{string.Join(", ", latent.Shape)}]; expected [heads, tokens, width].");
        NamedArray? mlp = state.Find("preprocess.linear_pre.0.weight");
        int inputs = (mlp ?? state["fc0.weight"]).Shape[1];
        // The authors' first program has GELU and no argument for it.
        if (mlp is not null) SolverLibraryWeights.RequireGelu("LSM", state);
        return new Lsm(mlp is null ? inputs - dimensions : inputs, state["fc2.weight"].Shape[0], new LsmOptions
        {
            Dimensions = dimensions,
            Channels = hidden,
            Scales = state.Names.Count(n => n.StartsWith("process", StringComparison.Ordinal)
                && n.EndsWith(".latent", StringComparison.Ordinal)),
            Heads = latent.Shape[0],
            Tokens = latent.Shape[1],
            BasisFunctions = series.Shape[1] / 2,
            Normalization = state.Find("inc.double_conv.1.running_mean") is not null ? Normalization.Batch
                : state.Find("inc.double_conv.2.weight") is null ? Normalization.Instance : Normalization.None,
            HasGridEmbedding = mlp is null,
            LiftingRatio = mlp is null ? 0 : (double)mlp.Shape[0] / hidden,
            ProjectionRatio = (double)projection.Shape[0] / hidden,
        });
    }
}
