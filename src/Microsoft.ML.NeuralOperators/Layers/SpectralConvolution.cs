namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Convolution with a learned kernel that lives on few Fourier modes (Li et al. 2021, arXiv:2010.08895, eq. 4), in one,
/// two or three dimensions, on values laid out grid first: [grid…, batch, in] → [grid…, batch, out].
/// </summary>
/// <remarks>
/// The transforms are products with truncated Fourier matrices (<see cref="FourierBasis"/>), last axis first; in this
/// layout every one is a large matrix product without rearranging the field. The spectrum is kept as [2, modes…, batch,
/// channels].
/// </remarks>
public sealed class SpectralConvolution : Layer
{
    private readonly int _inputs;
    private readonly int _outputs;
    private readonly int[] _modes;
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
        (_inputs, _outputs) = (inputs, outputs);
        _modes = [.. numberOfModes.Take(numberOfModes.Count - 1), numberOfModes[^1] / 2 + 1];
        double spread = deviation ?? Math.Sqrt(2.0 / (inputs + outputs));
        var shape = new SpectralShape(inputs, outputs, _modes, spread);
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
        int axes = _modes.Length;
        Dim batch = x.Shape[axes];
        Shape grid = x.Shape.Range(0, axes);
        return ToGrid(Multiply(ToModes(x, grid, batch), batch), grid, batch);
    }

    // [grid…, batch, in] → [2, modes…, batch, in]
    private Value ToModes(Value x, Shape grid, Dim batch)
    {
        Interpreter interpreter = x.Interpreter;
        Dim columns = batch * _inputs;
        for (int axis = _modes.Length - 1; axis >= 0; axis--)
        {
            bool isHalf = axis == _modes.Length - 1;
            Value basis = isHalf ? FourierBasis.ForwardHalf(interpreter, grid[axis], _modes[axis])
                : FourierBasis.ForwardFull(interpreter, grid[axis], _modes[axis]);
            Dim rows = isHalf ? grid[axis] : grid[axis] * 2;
            Dim outer = grid.Product(0, axis);
            x = basis.MatMul(axis == 0 ? x.Reshape(rows, columns) : x.Reshape(outer, rows, columns));
            columns *= _modes[axis];
        }
        return x;
    }

    private Value Multiply(Value spectrum, Dim batch)
    {
        long modes = _modes.Aggregate(1L, (product, m) => product * m);
        return spectrum.Interpreter.Apply(new ModeProduct(), spectrum.Reshape(2, modes, batch, _inputs),
            _weight(spectrum).Reshape(modes, 2, _inputs, _outputs));
    }

    // [2, modes…, batch, out] → [grid…, batch, out]
    private Value ToGrid(Value x, Shape grid, Dim batch)
    {
        Interpreter interpreter = x.Interpreter;
        Dim outer = 1;
        for (int axis = 0; axis < _modes.Length; axis++)
        {
            bool isHalf = axis == _modes.Length - 1;
            Value basis = isHalf ? FourierBasis.InverseHalf(interpreter, grid[axis], _modes[axis])
                : FourierBasis.InverseFull(interpreter, grid[axis], _modes[axis]);
            Dim columns = batch * _outputs * _modes.Skip(axis + 1).Aggregate(1L, (product, m) => product * m);
            long rows = 2L * _modes[axis];
            x = basis.MatMul(axis == 0 ? x.Reshape(rows, columns) : x.Reshape(outer, rows, columns));
            outer *= grid[axis];
        }
        return x.Reshape([.. grid, batch, _outputs]);
    }
}
