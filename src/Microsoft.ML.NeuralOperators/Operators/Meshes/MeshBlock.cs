namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// A transformer's block x ← x + attention(norm x), x ← x + MLP(norm x) on [batch, points, channels].
/// </summary>
internal sealed class MeshBlock : Layer
{
    private readonly LayerNormalization _attentionNorm;
    private readonly MeshAttention _attention;
    private readonly LayerNormalization _mlpNorm;
    private readonly Mlp _mlp;

    public MeshBlock(MeshTransformerOptions options, MeshAttention attention)
    {
        _attentionNorm = Compose("ln_1", new LayerNormalization(options.Channels));
        _attention = Compose("Attn", attention);
        _mlpNorm = Compose("ln_2", new LayerNormalization(options.Channels));
        _mlp = Compose("mlp", Mlp.Published(options.Channels, options.MlpChannels, options.Channels,
            activation: options.Activation));
    }

    public Value Apply(Value x, MeshPoints mesh)
    {
        x += _attention.Apply(_attentionNorm.Apply(x), mesh);
        return x + _mlp.Apply(_mlpNorm.Apply(x));
    }
}
