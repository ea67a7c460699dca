namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// The integral kernel of one axis without softmax, A_ij = s·⟨R(x_i) q_i, R(x_j) k_j⟩·w_j (FactFormer,
/// arXiv:2305.17560, eq. 10) with rotary encoding R of the coordinates and the quadrature weights w: [batch, n,
/// channels] → [batch, heads, n, n].
/// </summary>
internal sealed class AxisKernel : Layer
{
    // Frequencies of the rotary encoding span this factor (Su et al. 2021, arXiv:2104.09864).
    private const double Span = 10000;
    private readonly FactorizedAttentionOptions _options;
    private readonly GridMean _mean;
    private readonly double _length;
    private readonly double _scale;
    private readonly Linear _query;
    private readonly Linear _key;

    /// <summary>Declares the kernel.</summary>
    /// <param name="options">The architecture.</param>
    /// <param name="axis">The grid axis, from 0.</param>
    public AxisKernel(FactorizedAttentionOptions options, int axis)
    {
        _options = options;
        _mean = options.Mean;
        _length = options.LengthOf(axis);
        int width = options.KernelChannels;
        // A sum over points without weights grows with the grid: the published kernels start small and are not scaled.
        _scale = options.HasQuadrature || options.KernelRatio > 4 ? 1 / Math.Sqrt(width) : 1;
        double gain = options.HasQuadrature ? 1 : 0.02;
        int channels = options.Channels, inner = options.Heads * width;
        var first = new Initializer.UniformRange(gain * Math.Sqrt(6.0 / (channels + inner)));
        _query = Compose("to_q", new Linear(channels, inner, hasBias: false, first));
        _key = Compose("to_k", new Linear(channels, inner, hasBias: false, first));
    }

    public Value Apply(Value f)
    {
        Value q = Rotated(_query.Apply(f)), k = Rotated(_key.Apply(f));
        return (q * _scale).MatMul(_mean.Weigh(k).SwapLast());
    }

    // Pairs (j, j + d/2) turned by the angle ω_j·x.
    private Value Rotated(Value x)
    {
        x = x.SplitHeads(_options.Heads);
        int half = _options.KernelChannels / 2;
        Value first = x.Slice(-1, 0, half), second = x.Slice(-1, half, half);
        Value turned = Value.Concat(-1, -second, first);
        return x * Waves(x, UnaryFunction.Cos) + turned * Waves(x, UnaryFunction.Sin);
    }

    // [n, d].
    private Value Waves(Value x, UnaryFunction function)
    {
        Interpreter interpreter = x.Interpreter;
        Dim size = x.Shape[-2];
        int half = _options.KernelChannels / 2;
        return interpreter.Table($"rotary {function} {half} {_options.RotaryFrequency} {_options.Points} {_length} "
            + $"{size}", () =>
        {
            double[] turns = [.. Enumerable.Range(0, half).Select(j => Turns(j, half))];
            Value whole = interpreter.Constant([.. turns.Select(Math.Floor)], 1, half),
                rest = interpreter.Constant([.. turns.Select(t => t - Math.Floor(t))], 1, half);
            Value waves = AxisPoints.Angles(_options.Points, size, whole, rest).Map(function);
            return Value.Concat(-1, waves, waves);
        });
    }

    // Turns over the axis, from the most down: by equal factors, or on a periodic axis whole numbers, by equal steps.
    private double Turns(int pair, int pairs)
    {
        double most = _options.RotaryFrequency * _length / (2 * Math.PI);
        if (_options.Points != PointPlacement.Periodic) return most * Math.Pow(Span, -(double)pair / pairs);
        return Math.Round(Math.Max(1, Math.Round(most)) * (pairs - 1 - pair) / Math.Max(1, pairs - 1));
    }
}
