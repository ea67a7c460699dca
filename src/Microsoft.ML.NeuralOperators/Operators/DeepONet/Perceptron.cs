namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// A multilayer perceptron, [.., in] → [.., out], or many of them side by side (<see cref="StackedLinear"/>). The
/// modified form mixes U = σ(L₁x) and V = σ(L₂x) into every hidden layer: h ← h⊙U + (1-h)⊙V with h = σ(L h).
/// </summary>
internal class Perceptron : Layer
{
    private readonly Activation _activation;
    private readonly Func<Value, Func<Value, Value>> _mixing;
    private readonly Func<Value, Value>[] _hidden;
    private readonly Func<Value, Value> _output;
    private readonly bool _activatesOutput;

    public Perceptron(int inputs, IReadOnlyList<int> widths, int outputs, DeepONetOptions options, int? copies = null,
        bool activatesOutput = false)
    {
        (_activation, _activatesOutput) = (options.Activation, activatesOutput);
        _mixing = options.IsModified ? Mixing(Linear("u", inputs, widths[0]), Linear("v", inputs, widths[0]))
            : _ => Identity;
        _hidden = [.. widths.Select((width, i) => Linear($"hidden.{i}", i == 0 ? inputs : widths[i - 1], width))];
        _output = Linear("output", widths.Count == 0 ? inputs : widths[^1], outputs);

        Func<Value, Value> Linear(string name, int from, int to)
        {
            if (copies is { } count) return Compose(name, new StackedLinear(from, to, count)).Apply;
            Linear linear = Compose(name, new Linear(from, to, initializer: Initializer.Glorot(from, to)));
            return x => linear.Apply(x);
        }
    }

    public Value Apply(Value x)
    {
        Func<Value, Value> mix = _mixing(x);
        foreach (Func<Value, Value> layer in _hidden) x = mix(_activation.Apply(layer(x)));
        return _activatesOutput ? _activation.Apply(_output(x)) : _output(x);
    }

    private Func<Value, Func<Value, Value>> Mixing(Func<Value, Value> first, Func<Value, Value> second) => x =>
    {
        Value u = _activation.Apply(first(x)), v = _activation.Apply(second(x));
        return h => h * u + (-h + 1) * v;
    };
}
