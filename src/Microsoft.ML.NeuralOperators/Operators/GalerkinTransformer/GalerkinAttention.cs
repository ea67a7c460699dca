namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Attention without softmax (Cao 2021, arXiv:2105.14995, eqs. 4 and 5): the coordinates are prepended to every head's
/// queries, keys and values, and sums over n points carry the weight 1/n of the integral. [batch, points, channels] →
/// the same shape.
/// </summary>
internal sealed class GalerkinAttention : Layer
{
    private readonly AttentionKind _kind;
    private readonly int _heads;
    private readonly int _width;
    private readonly Linear _query;
    private readonly Linear _key;
    private readonly Linear _value;
    private readonly HeadNormalization? _queryNorm;
    private readonly HeadNormalization _keyNorm;
    private readonly HeadNormalization? _valueNorm;
    private readonly Linear _output;

    public GalerkinAttention(GalerkinTransformerOptions options)
    {
        int channels = options.Channels;
        (_kind, _heads, _width) = (options.Attention, options.Heads, channels / options.Heads);
        var first = new Initializer.NearIdentity(channels, channels, options.InitialGain, options.InitialDiagonal);
        _query = Compose("query", new Linear(channels, channels, initializer: first));
        _key = Compose("key", new Linear(channels, channels, initializer: first));
        _value = Compose("value", new Linear(channels, channels, initializer: first));
        bool projects = _kind is AttentionKind.Galerkin or AttentionKind.Linear;
        _queryNorm = projects ? null : Norm("query_norm");
        _keyNorm = Norm("key_norm");
        _valueNorm = projects ? Norm("value_norm") : null;
        _output = Compose("output", new Linear(_heads * (_width + options.Modes.Count), channels));

        HeadNormalization Norm(string name)
            => Compose(name, new HeadNormalization(_heads, _width, options.NormEpsilon));
    }

    /// <summary>Applies the layer.</summary>
    /// <param name="x">[batch, points, channels].</param>
    /// <param name="coordinates">[points, axes].</param>
    public Value Apply(Value x, Value coordinates)
    {
        Dim batch = x.Shape[0], points = x.Shape[1], axes = coordinates.Shape[1];
        Value position = coordinates.Reshape(1, 1, points, axes).Expand(batch, _heads, points, axes);
        Value query = Heads(_query, _queryNorm), key = Heads(_key, _keyNorm), value = Heads(_value, _valueNorm);
        Value result = Attend(query, key, value, points, _width + axes);
        return _output.Apply(result.JoinHeads());

        Value Heads(Linear map, HeadNormalization? norm)
        {
            Value heads = map.Apply(x).SplitHeads(_heads);
            return Value.Concat(-1, position, norm is null ? heads : norm.Apply(heads));
        }
    }

    private Value Attend(Value query, Value key, Value value, Dim points, Dim width)
    {
        double scale = 1 / Math.Sqrt(width.Value);
        Value number = query.Interpreter.Number(points);
        return _kind switch
        {
            AttentionKind.Softmax => (query.MatMul(T(key)) * scale).Softmax(-1).MatMul(value),
            AttentionKind.Linear => query.Softmax(-1).MatMul(T(key.Softmax(-2)).MatMul(value)),
            AttentionKind.Fourier => query.MatMul(T(key).MatMul(value) / number * scale),
            _ => query.MatMul(T(key).MatMul(value) / number),
        };

        static Value T(Value x) => x.Transpose(0, 1, 3, 2);
    }
}
