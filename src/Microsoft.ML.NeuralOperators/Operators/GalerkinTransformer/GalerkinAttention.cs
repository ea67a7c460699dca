namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Attention without softmax (Cao 2021, arXiv:2105.14995, eqs. 4 and 5): the coordinates are prepended to every head's
/// queries, keys and values, and sums over n points carry the weight 1/n of the integral. [batch, points, channels] →
/// the same shape.
/// </summary>
internal sealed class GalerkinAttention : Attention
{
    private readonly AttentionKind _kind;
    private readonly Func<Value, Value> _queryNorm;
    private readonly Func<Value, Value> _keyNorm;
    private readonly Func<Value, Value> _valueNorm;
    private readonly Linear _output;

    public GalerkinAttention(GalerkinTransformerOptions options)
        : base(options.Channels, options.Heads, initializer: new Initializer.NearIdentity(
            options.Channels, options.Channels, options.InitialGain, options.InitialDiagonal))
    {
        _kind = options.Attention;
        int width = options.Channels / Heads;
        bool projects = _kind is AttentionKind.Galerkin or AttentionKind.Linear;
        _queryNorm = projects ? Identity : Norm("query_norm");
        _keyNorm = Norm("key_norm");
        _valueNorm = projects ? Norm("value_norm") : Identity;
        _output = Compose("output", new Linear(Heads * (width + options.Modes.Count), options.Channels));

        Func<Value, Value> Norm(string name)
            => Compose(name, new HeadNormalization(Heads, width, options.NormEpsilon)).Apply;
    }

    /// <summary>Applies the layer.</summary>
    /// <param name="x">[batch, points, channels].</param>
    /// <param name="coordinates">[points, axes].</param>
    public Value Apply(Value x, Value coordinates)
    {
        Dim points = x.Shape[1], axes = coordinates.Shape[1];
        Value position = coordinates.Reshape(1, 1, points, axes).Expand(x.Shape[0], Heads, points, axes);
        Value result = Attend(AtPoints(Query, _queryNorm), AtPoints(Keys[0], _keyNorm),
            AtPoints(Values[0], _valueNorm));
        return _output.Apply(result.JoinHeads());

        Value AtPoints(Linear map, Func<Value, Value> norm)
            => Value.Concat(-1, position, norm(map.Apply(x).SplitHeads(Heads)));
    }

    private Value Attend(Value query, Value key, Value value)
    {
        double scale = 1 / Math.Sqrt(query.Shape[-1].Value);
        Value number = query.Interpreter.Number(query.Shape[-2]);
        return _kind switch
        {
            AttentionKind.Softmax => (query.MatMul(key.SwapLast()) * scale).Softmax(-1).MatMul(value),
            AttentionKind.Linear => query.Softmax(-1).MatMul(key.Softmax(-2).SwapLast().MatMul(value)),
            AttentionKind.Fourier => query.MatMul(key.SwapLast().MatMul(value) / number * scale),
            _ => query.MatMul(key.SwapLast().MatMul(value) / number),
        };
    }
}
