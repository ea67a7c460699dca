namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Softmax attention between the tokens of every head, whose linear layers all heads share: [batch, heads, tokens,
/// width] both ways.
/// </summary>
internal sealed class TokenAttention : Layer
{
    private readonly Linear _query;
    private readonly Linear _key;
    private readonly Linear _value;
    private readonly double _scale;

    public TokenAttention(int width)
    {
        _scale = 1 / Math.Sqrt(width);
        _query = Map("to_q");
        _key = Map("to_k");
        _value = Map("to_v");

        Linear Map(string name)
            => Compose(name, new Linear(width, width, hasBias: false));
    }

    public Value Apply(Value tokens)
        => (_query.Apply(tokens) * _scale).MatMul(_key.Apply(tokens).SwapLast()).Softmax(-1)
            .MatMul(_value.Apply(tokens));
}
