namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// A transformer block x ← x + attention(x), x ← x + MLP(x), whose only norms are those in the attention: [batch,
/// points, channels].
/// </summary>
internal sealed class GalerkinBlock : Layer
{
    private readonly GalerkinAttention _attention;
    private readonly Linear _wide;
    private readonly Linear _narrow;
    private readonly Activation _activation;
    private readonly double _dropout;
    private readonly double _feedForwardDropout;

    public GalerkinBlock(GalerkinTransformerOptions options)
    {
        (_activation, _dropout, _feedForwardDropout) = (options.Activation, options.Dropout, options.MlpDropout);
        int channels = options.Channels, hidden = Mlp.Width(channels, options.MlpRatio);
        _attention = Compose("attention", new GalerkinAttention(options));
        _wide = Compose("feed_forward.0", new Linear(channels, hidden));
        _narrow = Compose("feed_forward.1", new Linear(hidden, channels));
    }

    /// <summary>Applies the block; coordinates are [points, axes].</summary>
    public Value Apply(Value x, Value coordinates)
    {
        x += _attention.Apply(x, coordinates).Drop(_dropout);
        return x + _narrow.Apply(_activation.Apply(_wide.Apply(x)).Drop(_feedForwardDropout)).Drop(_dropout);
    }
}
