namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// A convolution of every channel by itself, along a sequence [batch, length, channels] or on a grid [batch, grid…,
/// channels], zero outside.
/// </summary>
internal sealed class SequenceConvolution : Layer
{
    private readonly int _channels;
    private readonly int _axes;
    private readonly int _taps;
    private readonly ParameterDeclaration _weight;
    private readonly ParameterDeclaration _bias;

    public SequenceConvolution(int axes, int channels, int taps)
    {
        (_axes, _channels, _taps) = (axes, channels, taps);
        Initializer first = Initializer.FanIn((long)Math.Pow(taps, axes));
        _weight = Declare("weight", [channels, 1, .. Enumerable.Repeat((long)taps, axes)], first);
        _bias = Declare("bias", [channels], first);
    }

    /// <summary>Every place hears its neighbours on all sides.</summary>
    public Value Apply(Value x) => Convolve(x, x.Bind(_weight), _taps / 2, _taps - 1 - _taps / 2);

    /// <summary>Every place of a sequence hears those before it alone, or those after it.</summary>
    public Value ApplyOneWay(Value x, bool isBackward)
    {
        Value weight = x.Bind(_weight);
        return isBackward
            ? Convolve(x, weight.Gather(2, [.. Enumerable.Range(0, _taps).Reverse().Select(t => (long)t)]), 0,
                _taps - 1)
            : Convolve(x, weight, _taps - 1, 0);
    }

    private Value Convolve(Value x, Value weight, int before, int after)
    {
        Value field = x.ChannelsFirst();
        if (before != after)
            field = field.Pad(PaddingMode.Zeros, [.. Enumerable.Range(2, _axes)],
                [.. Enumerable.Repeat((Dim)before, _axes)], [.. Enumerable.Repeat((Dim)after, _axes)]);
        var operation = new Convolution(1, before == after ? before : 0, _channels);
        return x.Interpreter.Apply(operation, field, weight, x.Bind(_bias)).ChannelsLast();
    }
}
