namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Finds the options of IFactFormer-m or -o from a state dictionary of the authors' program for turbulent channel flow.
/// What names and shapes do not tell is taken as that program has it: ten iterations, one step in time, as many
/// components in as out, the domain 4π × 2 × 4π/3 with both ends.
/// </summary>
internal sealed class IFactFormerWeights : PublishedWeights
{
    public override NeuralOperator? Define(StateDictionary state)
    {
        const string Block = "encoder.layers.0.1.";
        if (state.Find(Block + "low_rank_kernel_x.to_q.weight") is not { } query
            || state.Find(Block + "to_out.2.weight") is not { } merge
            || state.Find("simple_to_out.3.weight") is not { } output || state.Find("to_in.2.weight") is null)
            return null;
        int inner = state[Block + "to_v.weight"].Shape[0], dimensions = state["encoder.layers.0.0.0._B"].Shape[0];
        int kernelChannels = 2 * state[Block + "low_rank_kernel_x.pos_emb.inv_freq"].Shape[0];
        int heads = query.Shape[0] / kernelChannels;
        return new IFactFormer(output.Shape[0], output.Shape[0], new IFactFormerOptions
        {
            Dimensions = dimensions,
            Channels = query.Shape[1],
            Heads = heads,
            HeadChannels = inner / heads,
            KernelRatio = query.Shape[0] / inner,
            Layers = state.Count("encoder.layers."),
            IsParallel = merge.Shape[1] != inner,
            LiftChannelsSeparately = true,
            HasQuadrature = false,
            Points = PointPlacement.EndPoints,
            Lengths = dimensions == 3 ? [4 * Math.PI, 2, 4 * Math.PI / 3] : null,
            RotaryFrequency = 64,
            FeatureScale = 8,
        });
    }
}
