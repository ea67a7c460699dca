namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// SRNO's layer: a kernel integral of Galerkin type over all points, q(kᵀv)/points with keys and values normalised for
/// every head, then an MLP at each point, both with the layer's input added: [batch, points, channels].
/// </summary>
internal sealed class KernelIntegral : Layer
{
    private readonly int _heads;
    private readonly Linear _query, _key, _value;
    private readonly HeadNormalization _keyNorm, _valueNorm;
    private readonly Mlp _mlp;

    /// <summary>Declares the layer.</summary>
    /// <param name="channels">Channels, a multiple of the heads.</param>
    /// <param name="heads">Heads.</param>
    public KernelIntegral(int channels, int heads)
    {
        _heads = heads;
        (_query, _key, _value) = (Compose("q", New()), Compose("k", New()), Compose("v", New()));
        _keyNorm = Compose("k_norm", new HeadNormalization(heads, channels / heads, 1e-5));
        _valueNorm = Compose("v_norm", new HeadNormalization(heads, channels / heads, 1e-5));
        _mlp = Compose("mlp", new Mlp(channels, channels, channels));

        Linear New() => new(channels, channels);
    }

    /// <summary>Applies the layer.</summary>
    public Value Apply(Value x)
    {
        Value q = _query.Apply(x).SplitHeads(_heads), k = _keyNorm.Apply(_key.Apply(x).SplitHeads(_heads)),
            v = _valueNorm.Apply(_value.Apply(x).SplitHeads(_heads));
        Value kernel = k.SwapLast().MatMul(v) / x.Interpreter.Number(x.Shape[1]);
        return _mlp.Apply(q.MatMul(kernel).JoinHeads() + x) + x;
    }
}
