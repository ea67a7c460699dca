namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Finds the options of a FactFormer from a state dictionary of the authors' program for Kolmogorov flow. What names
/// and shapes do not tell is taken as that program has it: coordinates from 0 to 2π with both ends, and every latent
/// step trained.
/// </summary>
internal sealed class FactFormerWeights : PublishedWeights
{
    public override NeuralOperator? Define(StateDictionary state)
    {
        if (state.Find("encoder.layers.0.1.low_rank_kernel_x.to_q.weight") is null
            || state.Find("expand_latent.weight") is not { } expand
            || state.Find("to_in.weight") is not { } lifting || state.Find("latent_time_emb") is not { } times
            || times.Shape.Count < 3)
            return null;
        int steps = times.Shape[1];
        FactFormerOptions options = Attention(state, new FactFormerOptions());
        return new FactFormer(lifting.Shape[1], steps * state["simple_to_out.6.weight"].Shape[0], options with
        {
            Layers = state.Count("encoder.layers."),
            LatentSteps = steps,
            LatentRatio = (double)expand.Shape[0] / options.Channels,
            Lengths = [.. Enumerable.Repeat(2 * Math.PI, options.Dimensions)],
        });
    }

    /// <summary>The options of the attention, which both families of programs name alike.</summary>
    public static T Attention<T>(StateDictionary state, T options)
        where T : FactorizedAttentionOptions
    {
        const string Block = "encoder.layers.0.1.";
        NamedArray query = state[Block + "low_rank_kernel_x.to_q.weight"];
        int inner = state[Block + "to_v.weight"].Shape[0];
        int heads = query.Shape[0] / (2 * state[Block + "low_rank_kernel_x.pos_emb.inv_freq"].Shape[0]);
        return options with
        {
            Dimensions = state["encoder.layers.0.0.0._B"].Shape[0],
            Channels = query.Shape[1],
            Heads = heads,
            HeadChannels = inner / heads,
            KernelRatio = query.Shape[0] / inner,
            HasQuadrature = false,
            Points = PointPlacement.EndPoints,
            RotaryFrequency = 64,
            FeatureScale = 8,
        };
    }
}
