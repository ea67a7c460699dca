namespace Microsoft.ML.NeuralOperators.Sphere;

/// <summary>
/// The associated Legendre functions of <see cref="LegendreTable"/> as sums of cosines of the angle from the pole where
/// the order m is even, and of sines where it is odd: P_lm(cos θ) = Σ_k c_k cos kθ or Σ_k c_k sin kθ with k ≤ l. These
/// coefficients are at most about 1, so that the functions keep their digits in single precision, at any places.
/// </summary>
internal static class LegendreSeries
{
    /// <summary>
    /// The coefficients [orders of one parity, degrees, frequencies], as many frequencies as degrees.
    /// </summary>
    /// <param name="degrees">Degrees l, from 0.</param>
    /// <param name="orders">Orders m of both parities, from 0, at most as many as degrees.</param>
    /// <param name="parity">0 for even orders, 1 for odd ones.</param>
    public static double[] Of(int degrees, int orders, int parity)
    {
        // As many points as frequencies between the poles, where the discrete transform is exact.
        double[] angles = [.. Enumerable.Range(0, degrees).Select(i => Math.PI * (i + 0.5) / degrees)];
        double[] table = new LegendreTable(degrees, Array.ConvertAll(angles, Math.Cos)).Values;
        int count = (orders - parity + 1) / 2;
        var series = new double[count * degrees * degrees];
        for (int i = 0; i < count; i++)
            for (int l = 2 * i + parity; l < degrees; l++)
                // Functions of even degree are even about the equator, or odd, by the parity of the order.
                for (int k = l % 2; k <= l; k += 2)
                {
                    double sum = 0;
                    for (int at = 0; at < degrees; at++)
                        sum += table[((2 * i + parity) * degrees + l) * degrees + at]
                            * (parity == 0 ? Math.Cos(k * angles[at]) : Math.Sin(k * angles[at]));
                    series[(i * degrees + l) * degrees + k] = sum * (k == 0 ? 1 : 2) / degrees;
                }
        return series;
    }
}
