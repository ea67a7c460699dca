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
        if (state.Find("encoder.layers.0.1.low_rank_kernel_x.to_q.weight") is null
            || state.Find("encoder.layers.0.1.to_out.2.weight") is not { } merge
            || state.Find("simple_to_out.3.weight") is not { } output || state.Find("to_in.2.weight") is null)
            return null;
        IFactFormerOptions options = FactFormerWeights.Attention(state, new IFactFormerOptions());
        return new IFactFormer(output.Shape[0], output.Shape[0], options with
        {
            Layers = state.Count("encoder.layers."),
            IsParallel = merge.Shape[1] != options.Heads * options.HeadChannels,
            LiftChannelsSeparately = true,
            Lengths = options.Dimensions == 3 ? [4 * Math.PI, 2, 4 * Math.PI / 3] : null,
        });
    }
}
