namespace Microsoft.ML.NeuralOperators.Geometry;

/// <summary>
/// Cubic splines through equidistant numbers, as coefficients of B-splines: c(i-1) + 4 c(i) + c(i+1) = 6 f(i).
/// </summary>
internal static class UniformSpline
{
    /// <summary>The fewest numbers that a spline passes through.</summary>
    public const int Fewest = 4;

    // The root of z² + 4z + 1 inside the unit circle.
    private static readonly double Pole = Math.Sqrt(3) - 2;

    /// <summary>
    /// The coefficients of a spline whose third derivative does not jump at the second point and the last but one.
    /// </summary>
    /// <param name="values">f(0) … f(n-1), n at least 4.</param>
    /// <param name="coefficients">Gets c(-1) … c(n).</param>
    public static void NotAKnot(ReadOnlySpan<double> values, Span<double> coefficients)
    {
        int n = values.Length;
        Span<double> c = coefficients.Slice(1, n);
        // The condition at an end, with the first three equations put in, leaves one coefficient.
        c[1] = (8 * values[1] - values[0] - values[2]) / 6;
        c[n - 2] = (8 * values[n - 2] - values[n - 1] - values[n - 3]) / 6;
        // Elimination between them; the factors of its steps tend to 2 - √3.
        double[] factors = new double[n];
        for (int i = 2; i < n - 2; i++)
        {
            double pivot = 4 - factors[i - 1];
            factors[i] = 1 / pivot;
            c[i] = (6 * values[i] - c[i - 1]) / pivot;
        }
        for (int i = n - 3; i >= 2; i--) c[i] -= factors[i] * c[i + 1];
        c[0] = 6 * values[1] - 4 * c[1] - c[2];
        c[n - 1] = 6 * values[n - 2] - 4 * c[n - 2] - c[n - 3];
        coefficients[0] = 6 * values[0] - 4 * c[0] - c[1];
        coefficients[n + 1] = 6 * values[n - 1] - 4 * c[n - 1] - c[n - 2];
    }

    /// <summary>
    /// The coefficients of a periodic spline, by one recursion forth and one back (Unser, Aldroubi and Eden 1991).
    /// </summary>
    /// <param name="values">f(0) … f(n-1).</param>
    /// <param name="coefficients">Gets c(0) … c(n-1).</param>
    public static void Periodic(ReadOnlySpan<double> values, Span<double> coefficients)
    {
        int n = values.Length;
        double round = 1 / (1 - Math.Pow(Pole, n)), first = 0, last = 0;
        for (int j = n - 1; j >= 0; j--) first = first * Pole + values[(n - j) % n];
        Span<double> y = coefficients[..n];
        y[0] = first * round;
        for (int i = 1; i < n; i++) y[i] = values[i] + Pole * y[i - 1];
        for (int j = n - 1; j >= 0; j--) last = last * Pole + y[(n - 1 + j) % n];
        y[n - 1] = -6 * Pole * last * round;
        for (int i = n - 2; i >= 0; i--) y[i] = Pole * (y[i + 1] - 6 * y[i]);
    }

    /// <summary>The weights of the four coefficients around a place.</summary>
    /// <param name="t">The place after the second of them, in spacings.</param>
    /// <param name="weights">Gets the weights.</param>
    public static void Weights(double t, Span<double> weights)
    {
        double s = 1 - t;
        weights[0] = s * s * s / 6;
        weights[1] = (t * t * (3 * t - 6) + 4) / 6;
        weights[2] = (s * s * (3 * s - 6) + 4) / 6;
        weights[3] = t * t * t / 6;
    }
}
