namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Finds the options of an ONO from a state dictionary of the Neural-Solver-Library. Its layers see points alone: the
/// operator is one on grids of as many axes as the argument 'space_dim' says, 2 where nothing is said, and points
/// without a grid are given as one of n×1 points.
/// </summary>
internal sealed class OnoWeights : PublishedWeights
{
    // Of the package that the library takes its Nyström attention from.
    private const int PublishedLandmarks = 256;

    public override NeuralOperator? Define(StateDictionary state)
    {
        if (state.Find(MeshWeights.Block + "feature_cov") is null
            || state.Find("preprocess_z.linear_pre.0.weight") is not { } lifting) return null;
        int layers = state.Count("blocks."), channels = state[MeshWeights.Block + "ln_1.weight"].Shape[0];
        NamedArray? convolution = state.Find(MeshWeights.Attention + "res_conv.weight");
        state.Arguments.Require("ONO", convolution is null ? ["act", "n_heads"] : ["act"]);
        return new Ono(new MeshFields(lifting.Shape[1], state[$"blocks.{layers - 1}.mlp2.weight"].Shape[0]),
            new OnoOptions
            {
                Dimensions = state.Arguments.Whole("space_dim") ?? 2,
                HasGridEmbedding = false,
                Channels = channels,
                Heads = convolution?.Shape[0] ?? state.Arguments.Whole("n_heads")!.Value,
                Activation = PublishedActivation.Require(state, "act", "ONO"),
                Layers = layers,
                MlpRatio = (double)state[MeshWeights.Block + "mlp.linear_pre.0.weight"].Shape[0] / channels,
                BasisFunctions = state[MeshWeights.Block + "proj.weight"].Shape[0],
                Attention = convolution is not null ? OnoAttention.Nystrom
                    : state.Find(MeshWeights.Attention + "key.weight") is not null ? OnoAttention.Normalized
                    : OnoAttention.Linear,
                Landmarks = PublishedLandmarks,
                HasMeans = false,
                HasBatchBasis = true,
            });
    }
}
