namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// FLARE's block x ← x + attention(norm x), x ← x + MLP(norm x) on [batch, points, channels], with residual networks.
/// </summary>
internal sealed class FlareBlock : Layer
{
    private readonly LayerNormalization _firstNorm;
    private readonly LayerNormalization _secondNorm;
    private readonly MeshAttention _attention;
    private readonly ResidualMlp _mlp;

    public FlareBlock(FlareOptions options)
    {
        int channels = options.Channels;
        _firstNorm = Compose("norm1", new LayerNormalization(channels));
        _secondNorm = Compose("norm2", new LayerNormalization(channels));
        _attention = Compose<MeshAttention>("att",
            options.HasSharedHeads ? new SharedHeadRouting(options) : new FlareAttention(options));
        _mlp = Compose("mlp", new ResidualMlp(channels, Mlp.WholeWidth(channels, options.MlpRatio), channels,
            options.MlpLayers, options.Activation));
    }

    public Value Apply(Value x, MeshPoints mesh)
    {
        x += _attention.Apply(_firstNorm.Apply(x), mesh);
        return x + _mlp.Apply(_secondNorm.Apply(x));
    }
}
