namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// A multilayer perceptron, [.., in] → [.., out], or many of them side by side (<see cref="DenseLayer"/>). The modified
/// form mixes U = σ(L₁x) and V = σ(L₂x) into every hidden layer: h ← h⊙U + (1-h)⊙V with h = σ(L h).
/// </summary>
internal class Perceptron : Layer
{
    private readonly Activation _activation;
    private readonly bool _activatesOutput;
    private readonly DenseLayer? _u;
    private readonly DenseLayer? _v;
    private readonly DenseLayer[] _hidden;
    private readonly DenseLayer _output;

    public Perceptron(int inputs, IReadOnlyList<int> widths, int outputs, DeepONetOptions options, int? copies = null,
        bool activatesOutput = false)
    {
        (_activation, _activatesOutput) = (options.Activation, activatesOutput);
        if (options.IsModified)
        {
            _u = Compose("u", new DenseLayer(inputs, widths[0], copies));
            _v = Compose("v", new DenseLayer(inputs, widths[0], copies));
        }
        _hidden = [.. widths.Select((width, i)
            => Compose($"hidden.{i}", new DenseLayer(i == 0 ? inputs : widths[i - 1], width, copies)))];
        _output = Compose("output", new DenseLayer(widths.Count == 0 ? inputs : widths[^1], outputs, copies));
    }

    public Value Apply(Value x)
    {
        Value? u = _u is null ? null : _activation.Apply(_u.Apply(x)), v = _v is null ? null
            : _activation.Apply(_v.Apply(x));
        foreach (DenseLayer layer in _hidden)
        {
            x = _activation.Apply(layer.Apply(x));
            if (u is not null) x = x * u + (-x + 1) * v!;
        }
        x = _output.Apply(x);
        return _activatesOutput ? _activation.Apply(x) : x;
    }
}
