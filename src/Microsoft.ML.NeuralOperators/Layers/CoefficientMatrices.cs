namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>Matrices, row-major, between coefficients and values along an axis, and of what derivatives do.</summary>
internal static class CoefficientMatrices
{
    /// <summary>The places from whose values coefficients follow exactly: i/n, or Chebyshev's from 1 to 0.</summary>
    public static double[] Nodes(CoefficientBasis basis, int points)
        => [.. Enumerable.Range(0, points).Select(i => basis == CoefficientBasis.Fourier ? (double)i / points
            : points == 1 ? 0.5 : 0.5 + 0.5 * Math.Cos(Math.PI * i / (points - 1)))];

    /// <summary>[places, modes]: values at any places.</summary>
    public static double[] ToPlaces(CoefficientBasis basis, int modes, IReadOnlyList<double> places)
    {
        var numbers = new double[places.Count * modes];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = Function(basis, i % modes, places[i / modes]);
        return numbers;
    }

    /// <summary>[points, modes]: values at the nodes.</summary>
    public static double[] ToNodes(CoefficientBasis basis, int modes, int points)
        => ToPlaces(basis, modes, Nodes(basis, points));

    /// <summary>[modes, points]: coefficients from the values at no fewer nodes.</summary>
    public static double[] ToCoefficients(CoefficientBasis basis, int modes, int points)
    {
        double[] nodes = Nodes(basis, points);
        var numbers = new double[modes * points];
        for (int k = 0; k < modes; k++)
            for (int i = 0; i < points; i++)
                numbers[k * points + i] = Function(basis, k, nodes[i]) * Weight(k, i);
        return numbers;

        // The cosine transform of the first kind counts both ends of points and modes by half.
        double Weight(int k, int i) => basis == CoefficientBasis.Fourier ? 1.0 / points : points == 1 ? 1
            : 2.0 / (points - 1) * Half(k) * Half(i);
        double Half(int j) => j == 0 || j == points - 1 ? 0.5 : 1;
    }

    /// <summary>[modes, modes]: the coefficients of d/dx.</summary>
    public static double[] Derivative(CoefficientBasis basis, int modes)
    {
        var numbers = new double[modes * modes];
        if (basis == CoefficientBasis.Fourier)
        {
            for (int k = 1; 2 * k < modes; k++)
            {
                // The slope of the sine is the cosine's, and the other way round.
                numbers[2 * k * modes + 2 * k - 1] = 2 * Math.PI * k;
                numbers[(2 * k - 1) * modes + 2 * k] = -2 * Math.PI * k;
            }
            return numbers;
        }
        for (int i = 0; i < modes; i++)
            for (int k = i + 1; k < modes; k += 2) numbers[i * modes + k] = (i == 0 ? 2.0 : 4.0) * k;
        return numbers;
    }

    /// <summary>[modes, modes]: the product with x of a Chebyshev series without its last mode.</summary>
    public static double[] TimesX(int modes)
    {
        var numbers = new double[modes * modes];
        for (int k = 0; k < modes - 1; k++)
        {
            numbers[k * modes + k] += 0.5;
            // x = ½ + ½T₁, and T₁Tₖ = ½(Tₖ₊₁ + Tₖ₋₁).
            numbers[(k + 1) * modes + k] += k == 0 ? 0.5 : 0.25;
            if (k > 0) numbers[(k - 1) * modes + k] += 0.25;
        }
        return numbers;
    }

    /// <summary>[modes, modes]: the product with 4x(1 - x) of a Chebyshev series without its last two modes.</summary>
    public static double[] TimesWalls(int modes)
    {
        double[] x = TimesX(modes);
        var numbers = new double[modes * modes];
        for (int i = 0; i < modes; i++)
            for (int k = 0; k < modes - 2; k++)
            {
                double square = 0;
                for (int j = 0; j < modes; j++) square += x[i * modes + j] * x[j * modes + k];
                numbers[i * modes + k] = 4 * (x[i * modes + k] - square);
            }
        return numbers;
    }

    /// <summary>[modes, modes]: the value at 0 as a constant.</summary>
    public static double[] ValueAtOrigin(CoefficientBasis basis, int modes)
    {
        var numbers = new double[modes * modes];
        for (int k = 0; k < modes; k++) numbers[k] = Function(basis, k, 0);
        return numbers;
    }

    private static double Function(CoefficientBasis basis, int k, double x)
    {
        if (basis == CoefficientBasis.Chebyshev) return Math.Cos(k * Math.Acos(Math.Clamp(2 * x - 1, -1, 1)));
        if (k == 0) return 1;
        double angle = 2 * Math.PI * ((k + 1) / 2 * x % 1);
        return Math.Sqrt(2) * (k % 2 == 0 ? Math.Cos(angle) : Math.Sin(angle));
    }
}
