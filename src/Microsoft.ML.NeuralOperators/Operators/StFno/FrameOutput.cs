using Microsoft.ML.NeuralOperators.Layers;

namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// The last layer of an <see cref="StFno"/>: multiplies the spectrum in space and time of a few times by weights, adds
/// a bias to every mode, and gives as many frames after them as are asked for. Zeros before the first time keep the
/// transform, which takes time as periodic, from joining the end to the beginning.
/// </summary>
internal sealed class FrameOutput : Layer
{
    private readonly ModeRange[] _ranges;
    private readonly AxisModes[] _modes;
    private readonly int _parts;
    private readonly ParameterDeclaration _weight, _bias;

    /// <summary>Declares the layer.</summary>
    /// <param name="parts">Components of a frame; two are a velocity, whose change is made free of divergence.</param>
    /// <param name="modes">Modes kept along height, width and time.</param>
    public FrameOutput(int parts, IReadOnlyList<int> modes)
    {
        _parts = parts;
        _ranges = [.. modes.Select((count, axis) => new ModeRange(count, axis == modes.Count - 1))];
        _modes = [.. _ranges.Select(range => range.Transforms)];
        long[] stored = [.. _modes.Select(m => (long)m.Count)];
        _weight = Declare("weight", [.. stored, 2, parts, parts],
            new Initializer.UniformAboveZero(0.5 / (parts * parts)));
        _bias = Declare("bias", [2, .. stored, 1, parts], Initializer.Zeros);
    }

    /// <summary>[height, width, times, batch, parts] → [height, width, frames, batch, parts].</summary>
    public Value Apply(Value x, int frames)
    {
        Dim times = x.Shape[2];
        Value spectrum = ModeTransform.ToModes(x.Pad(PaddingMode.Zeros, [2], [times], [0]), _modes);
        Value product = ModeTransform.Multiply(spectrum, x.Bind(_weight));
        product += x.Bind(_bias).Reshape(2, product.Shape[1], 1, _parts);
        if (_parts == 2) product = ModeTransform.Multiply(product, WithoutDivergence(x.Interpreter));
        Value twice = ModeTransform.ToGrid(product, _modes, new([x.Shape[0], x.Shape[1], 2 * frames]));
        return twice.Slice(2, frames, frames);
    }

    // 1 - kkᵀ/|k|² for every mode, as real weights [modes…, 2, in, out]; axis 0 is the first component's.
    private Value WithoutDivergence(Interpreter interpreter)
    {
        int rows = _modes[0].Count, columns = _modes[1].Count, times = _modes[2].Count;
        return interpreter.Table($"projection {rows} {columns} {times}", () =>
        {
            var numbers = new double[rows * columns * times * 8];
            for (int i = 0; i < rows * columns * times; i++)
            {
                double p = _ranges[0].First + i / (columns * times), q = _ranges[1].First + i / times % columns,
                    squares = p * p + q * q;
                (double pp, double pq, double qq) = squares == 0 ? (0, 0, 0)
                    : (p * p / squares, p * q / squares, q * q / squares);
                (numbers[8 * i], numbers[8 * i + 1], numbers[8 * i + 2], numbers[8 * i + 3]) =
                    (1 - pp, -pq, -pq, 1 - qq);
            }
            return interpreter.Constant(numbers, rows, columns, times, 2, 2, 2);
        });
    }
}
