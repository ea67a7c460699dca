namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>
/// The circles of latitude of a grid on the sphere and their weights, computed from their number, in exported graphs
/// too, so that one model serves any resolution.
/// </summary>
/// <remarks>
/// Angles from the pole are 2π·turns/period. Both are whole numbers on equiangular grids, so multiples of angles are
/// reduced exactly and keep their digits in single precision.
/// </remarks>
internal sealed class Latitudes
{
    // Newton's steps from Tricomi's approximation double the digits; three give all of double precision.
    private const int NewtonSteps = 3;
    private readonly Interpreter _interpreter;
    private readonly Value _turns, _period;

    /// <summary>The circles of a grid.</summary>
    /// <param name="interpreter">Who computes them.</param>
    /// <param name="grid">Where they are.</param>
    /// <param name="count">How many.</param>
    public Latitudes(Interpreter interpreter, SphericalGrid grid, Dim count)
    {
        _interpreter = interpreter;
        Value i = interpreter.Sequence(count).Reshape(1, count), n = interpreter.Number(count).Reshape(1, 1);
        (_turns, _period, Weights) = grid switch
        {
            SphericalGrid.WithPoles => (i, (n - 1) * 2, n),
            SphericalGrid.WithoutPoles => (i * 2 + 1, n * 4, n),
            _ => Gauss(i, n, count),
        };
        if (grid != SphericalGrid.Gauss) Weights = Equiangular(i, n - 1, count, grid == SphericalGrid.WithPoles);
    }

    /// <summary>[1, n]: weights, whose sum is 2.</summary>
    public Value Weights { get; }

    /// <summary>cos kθ and sin kθ, [frequencies, n].</summary>
    /// <param name="frequencies">k, [frequencies, 1].</param>
    public (Value Cos, Value Sin) Waves(Value frequencies)
    {
        Value product = frequencies * _turns;
        Value angle = (product - (product / _period).Floor() * _period) / _period * (2 * Math.PI);
        return (angle.Cos(), angle.Sin());
    }

    /// <summary>[1, n]: the weights of a grid, whose sum is 2.</summary>
    public static Value WeightsOf(Interpreter interpreter, SphericalGrid grid, Dim count)
        => interpreter.Table($"sphere weights {grid} {count}", () => new Latitudes(interpreter, grid, count).Weights);

    // (c/N)·(1 - Σ b_j cos 2jθ/(4j² - 1)) for j up to N/2 with N steps between the poles: Clenshaw and Curtis, Fejér.
    private Value Equiangular(Value i, Value last, Dim count, bool hasPoles)
    {
        Dim intervals = hasPoles ? count - 1 : count, terms = intervals / 2;
        Value steps = _interpreter.Number(intervals).Reshape(1, 1);
        Value twice = (_interpreter.Sequence(terms).Reshape(terms, 1) + 1) * 2;
        Value factor = (twice * twice - 1).Reciprocal() * 2;
        if (hasPoles) factor = factor * (-(twice.With(BinaryFunction.Equal, steps) * 0.5) + 1);
        Value weights = (-(Waves(twice).Cos * factor).Reduce(Reduction.Sum, 0) + 1) / steps * 2;
        if (!hasPoles) return weights;
        Value isPole = i.With(BinaryFunction.LessOrEqual, _interpreter.Constant(new double[1], 1, 1))
            + last.With(BinaryFunction.LessOrEqual, i);
        return weights * (-(isPole * 0.5) + 1);
    }

    // P_n(cos θ) = Σ_k a_k a_{n-k} cos (n - 2k)θ with a_k = Π_{i ≤ k} (2i - 1)/(2i), and the weight is 2/(dP/dθ)².
    private static (Value Angles, Value Period, Value Weights) Gauss(Value i, Value n, Dim count)
    {
        Interpreter interpreter = n.Interpreter;
        Value k = interpreter.Sequence(count + 1).Reshape(count + 1, 1), factors = i + 1;
        Value logarithms = (-(factors * 2).Reciprocal() + 1).Log();
        Value amplitudes = (Sum(k) + Sum(n - k)).Exp(), frequencies = n - k * 2;
        Value angle = (i + 0.75) / (n + 0.5) * Math.PI;
        angle += (angle.Cos() / angle.Sin()) / (n * n * 8);
        for (int step = 0; step < NewtonSteps; step++)
        {
            var (value, slope) = Polynomial(angle);
            angle -= value / slope;
        }
        Value last = Polynomial(angle).Slope;
        return (angle, interpreter.Constant([2 * Math.PI], 1, 1), (last * last).Reciprocal() * 2);

        // The logarithms of a_k [n + 1, 1], of the factors up to k.
        Value Sum(Value most) => (factors.With(BinaryFunction.LessOrEqual, most) * logarithms).Reduce(Reduction.Sum, 1);

        (Value Value, Value Slope) Polynomial(Value at)
        {
            Value phase = frequencies * at;
            return ((phase.Cos() * amplitudes).Reduce(Reduction.Sum, 0),
                -(phase.Sin() * amplitudes * frequencies).Reduce(Reduction.Sum, 0));
        }
    }
}
