namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// The function of one axis that its kernel is made from (FactFormer, arXiv:2305.17560, eq. 9): the field's mean over
/// the other axes, a linear layer, a norm and a gated MLP, W₂(GELU(p)·q) with (p, q) = W₁ f: [batch, n, in] → [batch,
/// n, out].
/// </summary>
/// <remarks>
/// The published programs apply the linear layer before they average; averaging first is the same and cheaper.
/// </remarks>
internal sealed class AxisReducer : Layer
{
    private readonly Linear _map;
    private readonly LayerNormalization _norm;
    private readonly Linear _gate;
    private readonly Linear _output;
    private readonly int _channels;

    public AxisReducer(int channels)
    {
        _channels = channels;
        _map = Compose("to_in", new Linear(channels, channels, hasBias: false));
        _norm = Compose("out_ffn.norm", new LayerNormalization(channels));
        _gate = Compose("out_ffn.fn.net.0", new Linear(channels, 2 * channels));
        _output = Compose("out_ffn.fn.net.3", new Linear(channels, channels));
    }

    public Value Apply(Value mean)
    {
        Value both = _gate.Apply(_norm.Apply(_map.Apply(mean)));
        Value gated = both.Slice(-1, 0, _channels).Gelu() * both.Slice(-1, _channels, _channels);
        return _output.Apply(gated);
    }
}
