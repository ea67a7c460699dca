namespace Microsoft.ML.NeuralOperators.Physics;

/// <summary>
/// Random periodic functions of mean zero on [0, 1)^d from N(0, σ²(-Δ + τ²)^{-α}), d = 1 or 2: Fourier series with independent
/// normal coefficients. A seed gives one function, which can be sampled at any grid.
/// </summary>
/// <param name="alpha">Smoothness: the larger, the smoother.</param>
/// <param name="tau">Inverse length scale.</param>
/// <param name="sigma">Amplitude.</param>
/// <param name="modes">Largest wave number along each axis.</param>
public sealed class PeriodicRandomField(double alpha, double tau, double sigma, int modes = 20)
{
    /// <summary>The function of a seed at i/n, i = 0 … n-1.</summary>
    public double[] Sample(int seed, int points)
    {
        var random = new SeededNormals(seed);
        var values = new double[points];
        for (int k = 1; k <= modes; k++)
        {
            double scale = Math.Sqrt(2) * Deviation(k * k), a = scale * random.Next(), b = scale * random.Next();
            for (int i = 0; i < points; i++)
            {
                double angle = 2 * Math.PI * ((long)k * i % points) / points;
                values[i] += a * Math.Cos(angle) + b * Math.Sin(angle);
            }
        }
        return values;
    }

    /// <summary>The function of a seed at (i/rows, j/columns), row-major.</summary>
    public double[] Sample(int seed, int rows, int columns)
    {
        var random = new SeededNormals(seed);
        int count = 2 * modes + 1;
        // Real and imaginary parts of the coefficients of e^{2πi(kx + ly)}, of which the real part is taken.
        double[] real = new double[count * count], imaginary = new double[count * count];
        for (int k = -modes; k <= modes; k++)
            for (int l = -modes; l <= modes; l++)
            {
                int at = (k + modes) * count + l + modes;
                double scale = k == 0 && l == 0 ? 0 : Math.Sqrt(2) * Deviation(k * k + l * l);
                (real[at], imaginary[at]) = (scale * random.Next(), scale * random.Next());
            }
        var (leftCos, leftSin) = Waves(rows);
        var (rightCos, rightSin) = Waves(columns);
        // Re[(C + iS)(A + iB)(C' + iS')] with the first factors over x, the last over y.
        double[] first = Product(leftCos, real, rows), second = Product(leftSin, imaginary, rows), third = Product(leftCos, imaginary, rows), fourth = Product(leftSin, real, rows);
        for (int i = 0; i < first.Length; i++) (first[i], third[i]) = (first[i] - second[i], third[i] + fourth[i]);
        double[] cosines = DenseMatrix.MultiplyTransposed(first, rightCos, rows, count, columns), sines = DenseMatrix.MultiplyTransposed(third, rightSin, rows, count, columns);
        for (int i = 0; i < cosines.Length; i++) cosines[i] -= sines[i];
        return cosines;

        double[] Product(double[] left, double[] coefficients, int m) => DenseMatrix.Multiply(left, coefficients, m, count, count);
    }

    private double Deviation(int squares) => sigma * Math.Pow(4 * Math.PI * Math.PI * squares + tau * tau, -alpha / 2);

    private (double[] Cos, double[] Sin) Waves(int points)
    {
        int count = 2 * modes + 1;
        double[] cos = new double[points * count], sin = new double[points * count];
        for (int i = 0; i < points; i++)
            for (int k = -modes; k <= modes; k++)
                (sin[i * count + k + modes], cos[i * count + k + modes]) = Math.SinCos(2 * Math.PI * ((long)k * i % points) / points);
        return (cos, sin);
    }
}
