namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>Finds the options of a U_Net from a state dictionary of the Neural-Solver-Library.</summary>
internal sealed class SolverLibraryUNetWeights : PublishedWeights
{
    public override NeuralOperator? Define(StateDictionary state)
    {
        // Other models of that library have steps between the scales, all of them beginning on the finest one.
        bool isUNet = state.Find("inc.double_conv.0.weight") is not null && state.Find("fc2.weight") is not null
            && state.Find("preprocess.linear_pre.0.weight") is not null
            && !state.Names.Any(n => n.StartsWith("process1", StringComparison.Ordinal));
        return isUNet ? new SolverLibraryUNet(Options(state, "")) : null;
    }

    /// <summary>The sizes of a U_Net whose names begin with a prefix.</summary>
    public static SolverLibraryUNetOptions Options(StateDictionary state, string prefix)
    {
        IReadOnlyList<int> convolution = state[prefix + "inc.double_conv.0.weight"].Shape;
        return new SolverLibraryUNetOptions
        {
            Dimensions = convolution.Count - 2,
            InputChannels = state[prefix + "preprocess.linear_pre.0.weight"].Shape[1],
            OutputChannels = state[prefix + "fc2.weight"].Shape[0],
            Channels = convolution[0],
            Normalization = state.Find(prefix + "inc.double_conv.1.running_mean") is null ? Normalization.Instance
                : Normalization.Batch,
            Activation = PublishedActivation.Require(state, "act", "U_Net"),
        };
    }
}
