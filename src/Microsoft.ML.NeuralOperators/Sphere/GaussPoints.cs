namespace Microsoft.ML.NeuralOperators.Sphere;

/// <summary>
/// Gauss and Legendre's points and weights on (-1, 1), which integrate polynomials of degree 2n - 1 exactly.
/// </summary>
internal static class GaussPoints
{
    /// <summary>Points from 1 to -1, that is from the north pole to the south pole, and their weights.</summary>
    public static (double[] Points, double[] Weights) Of(int count)
    {
        double[] points = new double[count], weights = new double[count];
        for (int i = 0; i < count; i++)
        {
            double x = Math.Cos(Math.PI * (i + 0.75) / (count + 0.5)), slope = 1;
            // Newton's steps from there double the digits.
            for (int step = 0; step < 8; step++)
            {
                double before = 1, value = x;
                for (int l = 2; l <= count; l++)
                    (before, value) = (value, ((2 * l - 1) * x * value - (l - 1) * before) / l);
                slope = count * (x * value - before) / (x * x - 1);
                x -= value / slope;
            }
            (points[i], weights[i]) = (x, 2 / ((1 - x * x) * slope * slope));
        }
        return (points, weights);
    }
}
