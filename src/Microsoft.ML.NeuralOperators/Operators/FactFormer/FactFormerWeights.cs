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
        const string Block = "encoder.layers.0.1.";
        if (state.Find(Block + "low_rank_kernel_x.to_q.weight") is not { } query
            || state.Find("expand_latent.weight") is not { } expand
            || state.Find("to_in.weight") is not { } lifting || state.Find("latent_time_emb") is not { } times
            || times.Shape.Count < 3)
            return null;
        int inner = state[Block + "to_v.weight"].Shape[0], dimensions = state["encoder.layers.0.0.0._B"].Shape[0],
            steps = times.Shape[1];
        int heads = query.Shape[0] / (2 * state[Block + "low_rank_kernel_x.pos_emb.inv_freq"].Shape[0]);
        return new FactFormer(lifting.Shape[1], steps * state["simple_to_out.6.weight"].Shape[0], new FactFormerOptions
        {
            Dimensions = dimensions,
            Channels = query.Shape[1],
            Heads = heads,
            HeadChannels = inner / heads,
            KernelRatio = query.Shape[0] / inner,
            Layers = state.Count("encoder.layers."),
            LatentSteps = steps,
            LatentRatio = (double)expand.Shape[0] / query.Shape[1],
            HasQuadrature = false,
            Points = PointPlacement.EndPoints,
            Lengths = [.. Enumerable.Repeat(2 * Math.PI, dimensions)],
            RotaryFrequency = 64,
            FeatureScale = 8,
        });
    }
}
