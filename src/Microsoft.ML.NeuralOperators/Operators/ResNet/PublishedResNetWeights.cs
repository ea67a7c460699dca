namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Finds the options of a residual network from a state dictionary of pdearena, whose weights do not say the
/// nonlinearity.
/// </summary>
internal sealed class ArenaResNetWeights : PublishedWeights
{
    private const string Block = "layers.0.0.";

    public override NeuralOperator? Define(StateDictionary state)
    {
        bool isPlain = state.Find(Block + "conv1.weight") is not null;
        if (state.Find("conv_in1.weight") is not { } lifting || state.Find("conv_out2.weight") is not { } projection
            || !isPlain && state.Find(Block + "dilation_layers.0.weight") is null) return null;
        return new PublishedResNet(new PublishedResNetOptions
        {
            Kind = isPlain ? PublishedResNetKind.ArenaPlain : PublishedResNetKind.ArenaDilated,
            Dimensions = lifting.Shape.Count - 2,
            InputChannels = lifting.Shape[1],
            OutputChannels = projection.Shape[0],
            Channels = lifting.Shape[0],
            Blocks = [.. Enumerable.Range(0, state.Count("layers.")).Select(i => state.Count($"layers.{i}."))],
            HasNorm = state.Find(Block + (isPlain ? "bn1.weight" : "norm_layers.0.weight")) is not null,
            Activation = PublishedActivation.Require(state, "activation", "ResNet of pdearena"),
        });
    }
}

/// <summary>
/// Finds the sizes of a dilated residual network from a state dictionary of The Well, which has GELU.
/// </summary>
internal sealed class WellResNetWeights : PublishedWeights
{
    public override NeuralOperator? Define(StateDictionary state)
        => state.Find("input_conv.weight") is { } lifting && state.Find("output_conv.weight") is { } projection
            && state.Find("processors.0.conv_layers.0.weight") is not null
            ? new PublishedResNet(new PublishedResNetOptions
            {
                Kind = PublishedResNetKind.Well,
                Dimensions = lifting.Shape.Count - 2,
                InputChannels = lifting.Shape[1],
                OutputChannels = projection.Shape[0],
                Channels = lifting.Shape[0],
                Blocks = [.. Enumerable.Repeat(1, state.Count("processors."))],
            }) : null;
}
