namespace Microsoft.ML.NeuralOperators;

/// <summary>Collects the errors of one sample after the other.</summary>
/// <param name="channels">Channels of the field.</param>
/// <param name="grid">Points along each axis.</param>
/// <param name="isPointSet">
/// Whether the points have no order: samples may then have any number of them, and there is no H1 norm.
/// </param>
public sealed class FieldMetricsAccumulator(int channels, IReadOnlyList<int> grid, bool isPointSet = false)
{
    private readonly int _points = grid.Aggregate(1, (product, size) => product * size);
    private int _count;
    private double _relativeL2, _relativeH1, _maximum, _squares, _elements, _targetMean, _targetVariation;
    private double _lowest = double.PositiveInfinity, _highest = double.NegativeInfinity;

    /// <summary>Adds a sample [channels, grid…].</summary>
    /// <exception cref="ArgumentException">A span has another length than the field.</exception>
    public void Add(ReadOnlySpan<float> prediction, ReadOnlySpan<float> target)
    {
        int length = isPointSet ? target.Length : channels * _points;
        if (length % channels != 0 || length == 0 || prediction.Length != length || target.Length != length)
            throw new ArgumentException($"Expected {length} numbers of [{channels}, {string.Join(", ", grid)}], got "
                + $"{prediction.Length} and {target.Length}.");
        var error = new double[length];
        var truth = new double[length];
        for (int i = 0; i < length; i++)
        {
            truth[i] = target[i];
            error[i] = prediction[i] - truth[i];
            (_lowest, _highest) = (Math.Min(_lowest, truth[i]), Math.Max(_highest, truth[i]));
            // A comparison with NaN is false and would hide it.
            _maximum = double.IsNaN(error[i]) ? double.NaN : Math.Max(_maximum, Math.Abs(error[i]));
        }
        double errorSquares = Squares(error), truthSquares = Squares(truth);
        _squares += errorSquares;
        AddVariation(truth);
        _relativeL2 += Relative(errorSquares, truthSquares);
        _relativeH1 += isPointSet ? double.NaN
            : Relative(errorSquares + SlopeSquares(error), truthSquares + SlopeSquares(truth));
        _count++;
    }

    /// <summary>The metrics so far.</summary>
    /// <exception cref="InvalidOperationException">No sample was added.</exception>
    public FieldMetrics ToMetrics()
    {
        if (_count == 0) throw new InvalidOperationException("There are no rows to evaluate.");
        return new FieldMetrics(_count, _relativeL2 / _count, _relativeH1 / _count, _maximum,
            Math.Sqrt(_squares / _elements), RSquared());
    }

    // Rounding gives truths of one number a variation that is not quite 0.
    private double RSquared()
        => _lowest < _highest || !double.IsFinite(_squares) ? 1 - _squares / _targetVariation : _squares == 0 ? 1 : 0;

    // A relative error needs a scale. Where the truth is zero everywhere, any error counts as 1.
    private static double Relative(double errorSquares, double truthSquares)
        => truthSquares != 0 ? Math.Sqrt(errorSquares / truthSquares) : double.IsNaN(errorSquares) ? double.NaN
            : errorSquares == 0 ? 0 : 1;

    // Joins the means and the squared distances from them (Chan, Golub and LeVeque 1979): sums of squares alone would
    // lose everything to rounding where the mean is large.
    private void AddVariation(double[] truth)
    {
        double mean = truth.Sum() / truth.Length, distance = mean - _targetMean, total = _elements + truth.Length;
        foreach (double value in truth) _targetVariation += (value - mean) * (value - mean);
        _targetVariation += distance * distance * _elements * truth.Length / total;
        _targetMean += distance * truth.Length / total;
        _elements = total;
    }

    private static double Squares(double[] x)
    {
        double sum = 0;
        foreach (double value in x) sum += value * value;
        return sum;
    }

    private double SlopeSquares(double[] x)
    {
        double sum = 0;
        int stride = 1;
        for (int axis = grid.Count - 1; axis >= 0; axis--)
        {
            int size = grid[axis];
            if (size >= 3)
            {
                double scale = size / 2.0;
                for (int i = 0; i < x.Length; i++)
                {
                    int at = i / stride % size;
                    double slope = at == 0 ? 4 * x[i + stride] - 3 * x[i] - x[i + 2 * stride]
                        : at == size - 1 ? 3 * x[i] - 4 * x[i - stride] + x[i - 2 * stride]
                        : x[i + stride] - x[i - stride];
                    sum += slope * scale * (slope * scale);
                }
            }
            stride *= size;
        }
        return sum;
    }
}
