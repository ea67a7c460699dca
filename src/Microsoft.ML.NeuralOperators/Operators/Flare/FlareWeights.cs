namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Finds the options of a FLARE from a state dictionary of the authors' program, whose input holds coordinates and
/// values of the points. Where nothing says otherwise, the nonlinearity is its approximated GELU and the scale 1.
/// </summary>
internal sealed class FlareWeights : PublishedWeights
{
    private const string Attention = "blocks.0.att.";

    public override NeuralOperator? Define(StateDictionary state)
    {
        if (state.Find(Attention + "latent_q") is not { } queries) return null;
        int channels = queries.Shape[0];
        var options = new FlareOptions
        {
            Channels = channels,
            Heads = state.Find(Attention + "q_norm.weight") is { } norm ? channels / norm.Shape[0]
                : state.Arguments.Whole("num_heads")
                ?? throw new FormatException("The checkpoint is a FLARE, whose weights "
                + "do not say the number of heads. Give the program's argument 'num_heads', and 'act' and "
                + "'attn_scale' where they are not 'gelu' and 1."),
            Layers = state.Count("blocks."),
            Latents = queries.Shape[1],
            KeyLayers = Layers(Attention + "k_proj."),
            ValueLayers = Layers(Attention + "v_proj."),
            AttentionRatio = Ratio(Attention + "v_proj.") ?? Ratio(Attention + "k_proj.") ?? 1,
            MlpLayers = Layers("blocks.0.mlp."),
            MlpRatio = Ratio("blocks.0.mlp.") ?? 1,
            ProjectionLayers = Layers("in_proj."),
            Scale = state.Arguments.Number("attn_scale") ?? 1,
            HasHeadNormalization = state.Find(Attention + "q_norm.weight") is not null,
            HasOutputNormalization = state.Find("out_proj.0.weight") is not null,
            Activation = state.Arguments.Text("act") switch
            {
                null or "gelu" => Activation.GeluTanh,
                "silu" => Activation.Silu,
                { } other => throw new FormatException($"the checkpoint's FLARE has the nonlinearity '{other}'; "
                    + "expected 'gelu' or 'silu'."),
            },
        };
        int inputs = (state.Find("in_proj.fc1.weight") ?? state["in_proj.fc.weight"]).Shape[1],
            outputs = (state.Find("out_proj.1.fc2.weight") ?? state["out_proj.1.fc.weight"]).Shape[0];
        return new Flare(new MeshFields(inputs, outputs) { Coordinates = inputs, HasCoordinatesInInput = true },
            options);

        int Layers(string network) => state.Find(network + "fc.weight") is null ? state.Count(network + "fcs.") : -1;

        double? Ratio(string network)
            => state.Find(network + "fc1.weight") is { } first ? (double)first.Shape[0] / channels : null;
    }
}
