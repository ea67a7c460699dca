namespace Microsoft.ML.NeuralOperators.Sphere;

/// <summary>
/// Orthonormal associated Legendre functions of the sines of some latitudes, and (1 - μ²) times their slopes: P[m, l,
/// point] with l below a degree, zero where l &lt; m. Spherical harmonics are P e^{imλ}, of norm 1 over the sphere.
/// </summary>
internal sealed class LegendreTable
{
    private readonly int _degree;

    /// <summary>Fills the table.</summary>
    /// <param name="degree">Degrees and orders, from 0 to one less.</param>
    /// <param name="sines">μ of the points.</param>
    public LegendreTable(int degree, double[] sines)
    {
        _degree = degree;
        int points = sines.Length, more = degree + 1;
        // One degree more, which slopes need.
        var all = new double[degree * more * points];
        for (int i = 0; i < points; i++)
        {
            double x = sines[i], y = Math.Sqrt(1 - x * x), sectoral = Math.Sqrt(1 / (4 * Math.PI));
            for (int m = 0; m < degree; m++)
            {
                if (m > 0) sectoral *= -Math.Sqrt((2 * m + 1) / (2.0 * m)) * y;
                double before = 0, now = sectoral;
                for (int l = m; l <= degree; l++)
                {
                    all[(m * more + l) * points + i] = now;
                    (before, now) = (now, (x * now - Ratio(l, m) * before) / Ratio(l + 1, m));
                }
            }
        }
        (Values, Slopes) = (new double[degree * degree * points], new double[degree * degree * points]);
        for (int m = 0; m < degree; m++)
            for (int l = m; l < degree; l++)
                for (int i = 0; i < points; i++)
                {
                    int to = (m * degree + l) * points + i, from = (m * more + l) * points + i;
                    Values[to] = all[from];
                    Slopes[to] = (l > m ? (l + 1) * Ratio(l, m) * all[from - points] : 0)
                        - l * Ratio(l + 1, m) * all[from + points];
                }
    }

    /// <summary>P, [m, l, point].</summary>
    public double[] Values { get; }

    /// <summary>(1 - μ²) dP/dμ, [m, l, point].</summary>
    public double[] Slopes { get; }

    // μP_l = Ratio(l + 1)·P_{l+1} + Ratio(l)·P_{l-1}.
    private static double Ratio(int l, int m) => Math.Sqrt((double)(l * l - m * m) / (4.0 * l * l - 1));
}
