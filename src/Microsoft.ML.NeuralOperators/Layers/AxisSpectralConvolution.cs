namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Σ_a K_a x, a spectral convolution along each axis by itself (Tran, Mathews, Xie, Ong 2023, arXiv:2111.13802),
/// on values laid out grid first: [grid…, batch, in] → [grid…, batch, out]. Its weights grow with the sum of the modes
/// of all axes, not with their product.
/// </summary>
public sealed class AxisSpectralConvolution : Layer, IModeLayer
{
    private readonly int _inputs;
    private readonly int _outputs;
    private readonly ModeRange[] _modes;
    private readonly ParameterDeclaration[] _weights;

    /// <summary>Declares the layer. Parameter names are those of the Neural-Solver-Library.</summary>
    /// <param name="inputs">Channels in.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="numberOfModes">
    /// Modes kept along each axis, counted over the full spectrum as in <see cref="SpectralConvolution"/>: 16 keeps
    /// 0…8.
    /// </param>
    public AxisSpectralConvolution(int inputs, int outputs, IReadOnlyList<int> numberOfModes)
    {
        ArgumentNullException.ThrowIfNull(numberOfModes);
        (_inputs, _outputs) = (inputs, outputs);
        _modes = [.. numberOfModes.Select(count => new ModeRange(count, true))];
        _weights = [.. _modes.Select((modes, axis) => Declare(
            _modes.Length == 1 ? "weights1" : $"fourier_weight.{axis}", [modes.Stored, 2, inputs, outputs],
            Initializer.Glorot(2L * modes.Stored * outputs, 2L * modes.Stored * inputs), [2, 3, 0, 1]))];
    }

    /// <summary>The sum over the axes.</summary>
    public Value Apply(Value x)
    {
        Value sum = Along(0, x);
        for (int axis = 1; axis < _modes.Length; axis++) sum += Along(axis, x);
        return sum;
    }

    IEnumerable<ModeAxis> IModeLayer.ModeAxes
        => _weights.Select((weight, axis) => new ModeAxis(weight, 0, _modes[axis]));

    IEnumerable<(ModeRange Modes, Value Strengths)> IModeLayer.Strengths(Interpreter interpreter)
        => _weights.Select((parameter, axis) =>
        {
            Value weight = interpreter.Parameter(parameter);
            return (_modes[axis], (weight * weight).Reduce(Reduction.Sum, 1, 2, 3).Reshape(_modes[axis].Stored));
        });

    private Value Along(int axis, Value x)
    {
        Interpreter interpreter = x.Interpreter;
        ModeRange range = _modes[axis].Lowest(interpreter.ModeShare);
        int axes = _modes.Length, modes = range.Stored;
        Dim points = x.Shape[axis], before = x.Shape.Product(0, axis), after = x.Shape.Product(axis + 1, axes + 1);
        Value rows = x.Reshape(before, points, after * _inputs);
        Value spectrum = FourierBasis.ForwardHalf(interpreter, points, modes).MatMul(rows)
            .Reshape(before, 2, modes, after, _inputs).Transpose(1, 2, 0, 3, 4)
            .Reshape(2, modes, before * after, _inputs);
        Value weight = range.CutFrom(x.Bind(_weights[axis]), 0, _modes[axis]);
        Value product = interpreter.Apply(new ModeProduct(), spectrum, weight)
            .Reshape(2, modes, before, after, _outputs).Transpose(2, 0, 1, 3, 4)
            .Reshape(before, 2L * modes, after * _outputs);
        return FourierBasis.InverseHalf(interpreter, points, modes).MatMul(product)
            .Reshape([.. x.Shape.SkipLast(1), _outputs]);
    }
}
