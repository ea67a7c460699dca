namespace Microsoft.ML.NeuralOperators.Physics;

/// <summary>
/// Random functions on the unit square from N(0, (-Δ + τ²)^{-α}) with Neumann boundary: cosine series with independent normal
/// coefficients. A seed gives one function, which can be sampled at any grid.
/// </summary>
/// <param name="alpha">Smoothness: the larger, the smoother.</param>
/// <param name="tau">Inverse length scale.</param>
/// <param name="modes">Cosines kept along each axis.</param>
public sealed class GaussianRandomField(double alpha = 2, double tau = 3, int modes = 64)
{
    /// <summary>The function of a seed at the centres of a grid's cells, [rows, columns] row-major.</summary>
    public double[] Sample(int seed, int rows, int columns)
    {
        var random = new SeededNormals(seed);
        var coefficients = new double[modes * modes];
        for (int k = 0; k < modes; k++)
            for (int l = 0; l < modes; l++)
            {
                // One draw for every coefficient, whatever the grid: the same seed means the same function.
                double normal = random.Next();
                double norm = (k == 0 ? 1 : Math.Sqrt(2)) * (l == 0 ? 1 : Math.Sqrt(2));
                coefficients[k * modes + l] = k + l == 0 ? 0
                    : norm * normal * Math.Pow(tau, alpha - 1) * Math.Pow(Math.PI * Math.PI * (k * k + l * l) + tau * tau, -alpha / 2);
            }
        double[] left = Cosines(rows), right = Cosines(columns);
        return DenseMatrix.MultiplyTransposed(DenseMatrix.Multiply(left, coefficients, rows, modes, modes), right, rows, modes, columns);
    }

    private double[] Cosines(int points)
    {
        var table = new double[points * modes];
        for (int i = 0; i < points; i++)
            for (int k = 0; k < modes; k++) table[i * modes + k] = Math.Cos(Math.PI * k * (i + 0.5) / points);
        return table;
    }
}
