namespace Microsoft.ML.NeuralOperators.Problems.Periodic;

/// <summary>PDEBench's random initial state of advection, at any shift.</summary>
internal sealed class AdvectedProfile
{
    private const int Waves = 2, LargestWave = 8;
    private const double Rare = 0.1, Edge = 0.01;
    private readonly (double Amplitude, int Wave, double Phase)[] _waves = new (double, int, double)[Waves];
    private readonly double[] _sines, _cosines;
    private readonly bool _isAbsolute, _isCut;
    private readonly double _sign, _left, _right;

    /// <summary>Draws a state for a grid.</summary>
    public AdvectedProfile(SeededNormals random, int points)
    {
        for (int i = 0; i < Waves; i++)
            _waves[i] = (random.NextUniform(), random.NextWhole(LargestWave), random.NextBetween(0, 2 * Math.PI));
        _isAbsolute = random.NextUniform() < Rare;
        _sign = random.NextUniform() < 0.5 ? -1 : 1;
        _isCut = random.NextUniform() < Rare;
        (_left, _right) = (random.NextBetween(0.1, 0.45), random.NextBetween(0.55, 0.9));
        (_sines, _cosines) = (new double[Waves * points], new double[Waves * points]);
        for (int i = 0; i < _sines.Length; i++)
        {
            // Whole turns are taken off before rounding.
            double turns = (double)(_waves[i / points].Wave * (i % points) % points) / points;
            (_sines[i], _cosines[i]) = Math.SinCos(2 * Math.PI * turns);
        }
    }

    /// <summary>The state moved to the right, at i/n.</summary>
    public void Shifted(double shift, Span<float> values)
    {
        int n = values.Length;
        // A sin(2πl(x - s) + φ) = A cos(φ - 2πls) sin 2πlx + A sin(φ - 2πls) cos 2πlx.
        Span<double> factors = stackalloc double[2 * Waves];
        for (int i = 0; i < Waves; i++)
        {
            (double amplitude, int wave, double phase) = _waves[i];
            (double sine, double cosine) = Math.SinCos(phase - 2 * Math.PI * (wave * shift % 1));
            (factors[2 * i], factors[2 * i + 1]) = (_sign * amplitude * cosine, _sign * amplitude * sine);
        }
        ReadOnlySpan<double> sines = _sines.AsSpan(0, n), cosines = _cosines.AsSpan(0, n), moreSines = _sines.AsSpan(n),
            moreCosines = _cosines.AsSpan(n);
        (double a, double b, double c, double d) = (factors[0], factors[1], factors[2], factors[3]);
        for (int i = 0; i < n; i++)
            values[i] = (float)(a * sines[i] + b * cosines[i] + c * moreSines[i] + d * moreCosines[i]);
        if (_isAbsolute)
            for (int i = 0; i < n; i++) values[i] = (float)_sign * Math.Abs(values[i]);
        if (!_isCut) return;
        for (int i = 0; i < n; i++)
        {
            double x = (double)i / n - shift;
            x -= Math.Floor(x);
            values[i] *= (float)((Math.Tanh((x - _left) / Edge) - Math.Tanh((x - _right) / Edge)) / 2);
        }
    }
}
