namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Convolution with a learned kernel that lives on few Fourier modes (Li et al. 2021, arXiv:2010.08895, eq. 4), in one,
/// two or three dimensions, on values laid out grid first: [grid…, batch, in] → [grid…, batch, out].
/// </summary>
public sealed class SpectralConvolution : Layer, IKernelIntegral, IModeLayer
{
    private readonly ModeRange[] _ranges;
    private readonly AxisModes[] _modes;
    private readonly SpectralShape _shape;
    private readonly ModeAxis[] _modeAxes;
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
        _ranges = [.. numberOfModes.Select((count, axis) => new ModeRange(count, axis == numberOfModes.Count - 1))];
        _modes = [.. _ranges.Select(range => range.Transforms)];
        double spread = deviation ?? Math.Sqrt(2.0 / (inputs + outputs));
        SpectralShape shape = _shape = new(inputs, outputs, [.. _modes.Select(m => m.Count)], spread);
        if (weight?.Invoke(shape) is { } made)
        {
            _weight = Compose(made.Name, made).Of;
            _modeAxes = [.. made.ModeAxes(_ranges)];
        }
        else
        {
            ParameterDeclaration dense =
                Declare("weight.tensor", shape.Stored, shape.Initializer, shape.PublishedAxes);
            _weight = x => x.Bind(dense);
            _modeAxes = [.. _ranges.Select((range, axis) => new ModeAxis(dense, axis, range))];
        }
        Bias = hasBias ? Declare("bias", [outputs], new Initializer.Normal(spread)) : null;
    }

    /// <summary>
    /// b [out], or null. <see cref="Apply(Value)"/> leaves it out, so that callers can add it where it costs nothing.
    /// </summary>
    public ParameterDeclaration? Bias { get; }

    /// <summary>The convolution without its bias.</summary>
    public Value Apply(Value x) => Apply(x, x.Shape.Range(0, _modes.Length));

    /// <summary>The convolution without its bias at the points of another grid on the same domain.</summary>
    internal Value Apply(Value x, Shape grid)
    {
        if (x.Interpreter.ModeShare < 1) return ApplyLowest(x, grid, x.Interpreter.ModeShare);
        Value spectrum = ModeTransform.ToModes(x, _modes);
        Value product = ModeTransform.Multiply(spectrum, _weight(spectrum));
        return ModeTransform.ToGrid(product, _modes, grid);
    }

    IEnumerable<ModeAxis> IModeLayer.ModeAxes => _modeAxes;

    IEnumerable<(ModeRange Modes, Value Strengths)> IModeLayer.Strengths(Interpreter interpreter)
    {
        Value weight = Weight(interpreter.Number(0));
        Value squares = weight * weight;
        for (int axis = 0; axis < _ranges.Length; axis++)
            yield return (_ranges[axis], squares.Reduce(Reduction.Sum,
                [.. Enumerable.Range(0, weight.Rank).Where(a => a != axis)]).Reshape(_ranges[axis].Stored));
    }

    // Modes that are not in use are neither transformed nor multiplied.
    private Value ApplyLowest(Value x, Shape grid, double share)
    {
        ModeRange[] ranges = [.. _ranges.Select(range => range.Lowest(share))];
        AxisModes[] modes = [.. ranges.Select(range => range.Transforms)];
        Value spectrum = ModeTransform.ToModes(x, modes), weight = Weight(spectrum);
        for (int axis = 0; axis < ranges.Length; axis++)
            weight = ranges[axis].CutFrom(weight, axis, _ranges[axis]);
        return ModeTransform.ToGrid(ModeTransform.Multiply(spectrum, weight), modes, grid);
    }

    private Value Weight(Value x)
        => _weight(x).Reshape([.. _ranges.Select(range => (Dim)range.Stored), 2, _shape.Inputs, _shape.Outputs]);
}
