namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Convolution with a learned kernel that lives on few Fourier modes (Li et al. 2021, arXiv:2010.08895, eq. 4), in one,
/// two or three dimensions, on values laid out grid first: [grid…, batch, in] → [grid…, batch, out].
/// </summary>
public sealed class SpectralConvolution : Layer, IKernelIntegral
{
    private readonly AxisModes[] _modes;
    // [modes…, 2, in, out]
    private readonly Func<Value, Value> _weight;

    /// <summary>Declares the layer.</summary>
    /// <param name="inputs">Channels in.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="numberOfModes">
    /// Modes kept along each axis, counted over the full spectrum as in the Python library neuraloperator: 16 keeps
    /// -8…7, and 0…8 of the last axis.
    /// </param>
    /// <param name="hasBias">Whether every output channel gets a learned bias.</param>
    /// <param name="deviation">Standard deviation of the complex initial values; √(2/(in + out)) when null.</param>
    public SpectralConvolution(int inputs, int outputs, IReadOnlyList<int> numberOfModes, bool hasBias = true,
        double? deviation = null)
        : this(inputs, outputs, numberOfModes, hasBias, deviation, null)
    {
    }

    /// <summary>Declares the layer with a weight that is made of other parameters.</summary>
    /// <param name="inputs">Channels in.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="numberOfModes">Modes kept along each axis.</param>
    /// <param name="hasBias">Whether every output channel gets a learned bias.</param>
    /// <param name="deviation">Standard deviation of the complex initial values; √(2/(in + out)) when null.</param>
    /// <param name="weight">Declares the weight of a shape; null for one dense parameter.</param>
    internal SpectralConvolution(int inputs, int outputs, IReadOnlyList<int> numberOfModes, bool hasBias,
        double? deviation, Func<SpectralShape, SpectralWeight>? weight)
    {
        _modes = [.. numberOfModes.SkipLast(1).Select(AxisModes.Full), AxisModes.Half(numberOfModes[^1] / 2 + 1)];
        double spread = deviation ?? Math.Sqrt(2.0 / (inputs + outputs));
        var shape = new SpectralShape(inputs, outputs, [.. _modes.Select(m => m.Count)], spread);
        if (weight?.Invoke(shape) is { } made) _weight = Compose(made.Name, made).Of;
        else
        {
            ParameterDeclaration dense =
                Declare("weight.tensor", shape.Stored, shape.Initializer, shape.PublishedAxes);
            _weight = x => x.Bind(dense);
        }
        Bias = hasBias ? Declare("bias", [outputs], new Initializer.Normal(spread)) : null;
    }

    /// <summary>
    /// b [out], or null. <see cref="Apply"/> leaves it out, so that callers can add it where it costs nothing.
    /// </summary>
    public ParameterDeclaration? Bias { get; }

    /// <summary>The convolution without its bias.</summary>
    public Value Apply(Value x)
    {
        Value spectrum = ModeTransform.ToModes(x, _modes);
        Value product = ModeTransform.Multiply(spectrum, _weight(spectrum));
        return ModeTransform.ToGrid(product, _modes, x.Shape.Range(0, _modes.Length));
    }
}
