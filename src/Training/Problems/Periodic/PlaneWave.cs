namespace Microsoft.ML.NeuralOperators.Problems.Periodic;

/// <summary>
/// A sin(2π(lx + my) + φ) = sin 2πlx · A cos(2πmy + φ) + cos 2πlx · A sin(2πmy + φ); m is 0 on a line.
/// </summary>
internal readonly record struct PlaneWave(double Amplitude, int L, int M, double Phase)
{
    /// <summary>l² + m².</summary>
    public int Squares => L * L + M * M;

    /// <summary>Draws the waves of an initial state.</summary>
    public static PlaneWave[] Draw(SeededNormals random, HeatOptions options)
    {
        var waves = new PlaneWave[options.Waves];
        for (int i = 0; i < waves.Length; i++)
        {
            (double amplitude, int l) = (random.NextBetween(-0.5, 0.5), random.NextWhole(options.LargestWave));
            double phase = random.NextBetween(0, 2 * Math.PI);
            int m = options.Dimensions == 1 ? 0
                : random.NextWhole(options.LargestWave) * (random.NextUniform() < 0.5 ? -1 : 1);
            waves[i] = new PlaneWave(amplitude, l, m, phase);
        }
        return waves;
    }

    /// <summary>The factors of y, in the order of those of x: sin 2πlx and cos 2πlx.</summary>
    /// <param name="turn">Sine and cosine of 2πmy.</param>
    public (double, double) Across((double Sin, double Cos) turn)
    {
        (double sine, double cosine) = Math.SinCos(Phase);
        return (Amplitude * (turn.Cos * cosine - turn.Sin * sine), Amplitude * (turn.Sin * cosine + turn.Cos * sine));
    }
}
