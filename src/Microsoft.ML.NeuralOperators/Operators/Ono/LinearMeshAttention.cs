namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Attention q(kᵀv)/√d with softmax of q over the channels of a head and of k over the points (Shen et al. 2021,
/// arXiv:1812.01243): linear in the points. [batch, points, channels] both ways.
/// </summary>
internal sealed class LinearMeshAttention : MeshAttention
{
    private readonly int _heads;
    private readonly double _scale;
    private readonly Linear _query;
    private readonly Linear _key;
    private readonly Linear _value;
    private readonly Linear _output;

    public LinearMeshAttention(int channels, int heads)
    {
        (_heads, _scale) = (heads, Math.Sqrt((double)heads / channels));
        _query = Map("to_q", false);
        _key = Map("to_k", false);
        _value = Map("to_v", false);
        _output = Map("to_out", true);

        Linear Map(string name, bool hasBias)
            => Compose(name, new Linear(channels, channels, hasBias));
    }

    public override Value Apply(Value x, MeshPoints mesh)
    {
        Value query = _query.Apply(x).SplitHeads(_heads).Softmax(-1) * _scale;
        Value key = mesh.WithoutMissing(_key.Apply(x).SplitHeads(_heads)).Softmax(-2);
        return _output.Apply(query.MatMul(key.SwapLast().MatMul(_value.Apply(x).SplitHeads(_heads))).JoinHeads());
    }
}
