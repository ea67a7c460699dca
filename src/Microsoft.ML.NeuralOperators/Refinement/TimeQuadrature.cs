namespace Microsoft.ML.NeuralOperators.Refinement;

/// <summary>
/// Integrals over the time between two neighbouring frames of what is known at frames alone, by the polynomial through
/// the six nearest.
/// </summary>
internal static class TimeQuadrature
{
    private const int MostNodes = 6;
    // Gauss points and weights on [0, 1], exact to degree 5.
    private static readonly (double Place, double Weight)[] Points =
        [(0.5 - Math.Sqrt(0.15), 5.0 / 18), (0.5, 8.0 / 18), (0.5 + Math.Sqrt(0.15), 5.0 / 18)];

    /// <summary>Frames that count, the first of them, and their weights; the weights' sum is 1.</summary>
    /// <param name="end">The frame at which the interval ends; it begins at the one before.</param>
    /// <param name="first">The first frame there is.</param>
    /// <param name="last">The last frame there is.</param>
    public static (int First, double[] Weights) Weights(int end, int first, int last)
    {
        int count = Math.Min(MostNodes, last - first + 1),
            start = Math.Clamp(end - count / 2, first, last - count + 1);
        var weights = new double[count];
        foreach ((double place, double weight) in Points)
            for (int i = 0; i < count; i++) weights[i] += weight * Lagrange(end - 1 + place - start, i, count);
        return (start, weights);
    }

    // 1 at the node i, 0 at the others of 0 … count - 1.
    private static double Lagrange(double t, int i, int count)
    {
        double product = 1;
        for (int j = 0; j < count; j++)
            if (j != i) product *= (t - j) / (i - j);
        return product;
    }
}
