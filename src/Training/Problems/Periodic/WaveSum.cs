namespace Microsoft.ML.NeuralOperators.Problems.Periodic;

/// <summary>
/// Random initial states of few waves: Σ A sin(2πlx + φ) on [0, 1) with A uniform in (-½, ½), l in 1 … a largest one
/// and φ in [0, 2π) (Brandstetter, Welling and Worrall 2022, arXiv:2202.07643).
/// </summary>
internal sealed class WaveSum
{
    private readonly (double Amplitude, int Wave, double Phase)[] _waves;

    /// <summary>Draws a sum.</summary>
    /// <param name="random">Where the numbers come from.</param>
    /// <param name="count">Waves.</param>
    /// <param name="largest">The largest wave number.</param>
    public WaveSum(SeededNormals random, int count, int largest)
    {
        _waves = new (double, int, double)[count];
        for (int i = 0; i < count; i++)
            _waves[i] = (random.NextBetween(-0.5, 0.5), random.NextWhole(largest), random.NextBetween(0, 2 * Math.PI));
    }

    /// <summary>Adds the state at i/n, i = 0 … n-1.</summary>
    public void AddTo(Span<double> values)
    {
        foreach (var (amplitude, wave, phase) in _waves)
            for (int i = 0; i < values.Length; i++)
                values[i] += amplitude * Math.Sin(2 * Math.PI * wave * i / values.Length + phase);
    }
}
