using Microsoft.ML.NeuralOperators.Checkpoints;
using Microsoft.ML.NeuralOperators.Layers;

namespace Microsoft.ML.NeuralOperators.Operators.Factorized;

/// <summary>
/// Finds the options of IFactFormer-m or -o from a state dictionary of the authors' program for turbulent channel flow. What
/// names and shapes do not tell is taken as that program has it: ten iterations, one step in time, as many components in as
/// out, the domain 4π × 2 × 4π/3 with both ends.
/// </summary>
internal sealed class ImplicitFactorizedTransformerState : PublishedArchitecture
{
    /// <inheritdoc/>
    public override NeuralOperator? Define(StateDictionary state)
    {
        const string Block = "encoder.layers.0.1.";
        if (state.Find(Block + "low_rank_kernel_x.to_q.weight") is not { } query || state.Find(Block + "to_out.2.weight") is not { } merge
            || state.Find("simple_to_out.3.weight") is not { } output || state.Find("to_in.2.weight") is null)
            return null;
        int inner = state[Block + "to_v.weight"].Shape[0], dimensions = state["encoder.layers.0.0.0._B"].Shape[0];
        int kernelChannels = 2 * state[Block + "low_rank_kernel_x.pos_emb.inv_freq"].Shape[0];
        int heads = query.Shape[0] / kernelChannels;
        return new ImplicitFactorizedTransformer(new ImplicitFactorizedTransformerOptions
        {
            Dimensions = dimensions,
            InputChannels = output.Shape[0],
            OutputChannels = output.Shape[0],
            Channels = query.Shape[1],
            Heads = heads,
            HeadChannels = inner / heads,
            KernelRatio = query.Shape[0] / inner,
            Layers = state.Count("encoder.layers."),
            IsParallel = merge.Shape[1] != inner,
            LiftsChannelsSeparately = true,
            HasQuadrature = false,
            Points = GridPoints.Closed,
            Lengths = dimensions == 3 ? [4 * Math.PI, 2, 4 * Math.PI / 3] : null,
            RotaryFrequency = 64,
            FeatureScale = 8,
        });
    }
}
