namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Attention by <see cref="LatentRouting"/> whose keys and values come from residual networks of all channels:
/// [batch, points, channels] both ways.
/// </summary>
internal sealed class FlareAttention : MeshAttention
{
    private readonly int _heads;
    private readonly int _tokens;
    private readonly int _width;
    private readonly double _scale;
    private readonly ParameterDeclaration _queries;
    private readonly ResidualMlp _keys;
    private readonly ResidualMlp _values;
    private readonly Func<Value, Value> _queryNorm = Identity;
    private readonly Func<Value, Value> _keyNorm = Identity;
    private readonly Linear _projection;

    public FlareAttention(FlareOptions options)
    {
        int channels = options.Channels, hidden = Mlp.WholeWidth(channels, options.AttentionRatio);
        (_heads, _tokens, _width, _scale) =
            (options.Heads, options.Latents, channels / options.Heads, options.ScaleOfScores);
        _queries = Declare("latent_q", [channels, options.Latents], new Initializer.Normal(0.1));
        if (options.HasHeadNormalization)
        {
            _queryNorm = Compose("q_norm", new LayerNormalization(_width)).Apply;
            _keyNorm = Compose("k_norm", new LayerNormalization(_width)).Apply;
        }
        _keys = Compose("k_proj",
            new ResidualMlp(channels, hidden, channels, options.KeyLayers, options.Activation));
        _values = Compose("v_proj",
            new ResidualMlp(channels, hidden, channels, options.ValueLayers, options.Activation));
        _projection = Compose("out_proj", new Linear(channels, channels));
    }

    public override Value Apply(Value x, MeshPoints mesh)
    {
        // The published array [channels, tokens] is read in its order in memory, heads first.
        Value q = _queryNorm(x.Bind(_queries).Reshape(1, _heads, _tokens, _width));
        Value k = _keyNorm(_keys.Apply(x).SplitHeads(_heads)), v = _values.Apply(x).SplitHeads(_heads);
        return _projection.Apply(LatentRouting.Apply(q, k, v, _scale, mesh).JoinHeads());
    }
}
