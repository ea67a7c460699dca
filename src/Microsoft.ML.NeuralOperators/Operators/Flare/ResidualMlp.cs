namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// FLARE's residual network of the channels at every point: h = σ(W x), maybe + x; h ← h + σ(Wᵢ h); W h, maybe + h.
/// Without hidden layers it is a single linear layer, with x added where both residuals are asked for. [.., in] →
/// [.., out].
/// </summary>
internal sealed class ResidualMlp : Layer
{
    private readonly Linear? _single;
    private readonly Linear? _first;
    private readonly Linear[] _between = [];
    private readonly Linear? _last;
    private readonly Activation _activation;
    private readonly bool _addsInput;
    private readonly bool _addsHidden;

    /// <summary>Declares the layer.</summary>
    /// <param name="inputs">Channels in.</param>
    /// <param name="hidden">Channels of the hidden layers.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="layers">Residual layers in between; -1 makes it a single linear layer.</param>
    /// <param name="activation">The nonlinearity σ.</param>
    /// <param name="addsInput">Whether x is added to the first hidden layer where it has as many channels.</param>
    /// <param name="addsHidden">Whether the last hidden layer is added to the output where it has as many.</param>
    public ResidualMlp(int inputs, int hidden, int outputs, int layers, Activation activation, bool addsInput = true,
        bool addsHidden = true)
    {
        _activation = activation;
        if (layers < 0)
        {
            _single = Compose("fc", new Linear(inputs, outputs));
            _addsInput = addsInput && addsHidden && inputs == outputs;
            return;
        }
        (_addsInput, _addsHidden) = (addsInput && inputs == hidden, addsHidden && hidden == outputs);
        _first = Compose("fc1", new Linear(inputs, hidden));
        _between = [.. Enumerable.Range(0, layers)
            .Select(i => Compose($"fcs.{i}", new Linear(hidden, hidden)))];
        _last = Compose("fc2", new Linear(hidden, outputs));
    }

    /// <summary>Applies the layer.</summary>
    public Value Apply(Value x)
    {
        if (_single is not null) return _addsInput ? x + _single.Apply(x) : _single.Apply(x);
        Value h = _activation.Apply(_first!.Apply(x));
        if (_addsInput) h += x;
        foreach (Linear layer in _between) h += _activation.Apply(layer.Apply(h));
        return _addsHidden ? _last!.Apply(h) + h : _last!.Apply(h);
    }
}
