namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// The filters of the Legendre multiwavelets on [0, 1] (Alpert et al. 2002; Gupta, Xiao, Bogdan 2021, arXiv:2109.13459,
/// section 3): H₀ and H₁ make the k coefficients of two halves into those of the whole, G₀ and G₁ into the details that
/// are lost, Σₛ Hₛ Hₛᵀ = Σₛ Gₛ Gₛᵀ = 1 and Σₛ Hₛ Gₛᵀ = 0.
/// </summary>
internal sealed class MultiwaveletFilters
{
    private const double Tiny = 1e-8;
    private readonly double[][,] _smooth;
    private readonly double[][,] _detail;

    /// <summary>Finds the filters; integrals of polynomials are sums over Gauss' points, half by half.</summary>
    /// <param name="order">k, polynomials below this degree.</param>
    public MultiwaveletFilters(int order)
    {
        (double[] points, double[] weights) = GaussPoints(order);
        double[][] whole = [.. Enumerable.Range(0, order).Select(i => Sample(i, points))];
        // Functions by their values at the points of the left half, followed by those of the right one.
        double[][] scaling = [.. Enumerable.Range(0, order)
            .Select(i => Sample(i, [.. points.Select(x => x / 2), .. points.Select(x => (x + 1) / 2)]))];
        var wavelets = new List<double[]>();
        for (int i = 0; i < order; i++)
        {
            double[] narrow = [.. whole[i].Select(v => Math.Sqrt(2) * v), .. new double[order]];
            double[] rest = [.. narrow];
            foreach (double[] other in scaling.Concat(wavelets))
            {
                double share = Product(narrow, other);
                for (int q = 0; q < rest.Length; q++) rest[q] -= share * other[q];
            }
            double norm = Math.Sqrt(Product(rest, rest));
            wavelets.Add([.. rest.Select(v => v / norm)]);
        }
        _smooth = [Filter(scaling, 0), Filter(scaling, 1)];
        _detail = [Filter([.. wavelets], 0), Filter([.. wavelets], 1)];

        double Product(double[] f, double[] g)
            => f.Select((v, q) => v * g[q] * weights[q % order] / 2).Sum();

        double[,] Filter(double[][] functions, int half)
        {
            var filter = new double[order, order];
            for (int i = 0; i < order; i++)
                for (int j = 0; j < order; j++)
                {
                    double sum = Enumerable.Range(0, order)
                        .Sum(q => weights[q] * functions[i][half * order + q] * whole[j][q]) / Math.Sqrt(2);
                    filter[i, j] = Math.Abs(sum) < Tiny ? 0 : sum;
                }
            return filter;
        }
    }

    /// <summary>H of a cell, or G, as a matrix of rows: the product of those of the axes.</summary>
    /// <param name="isDetail">Whether it is G.</param>
    /// <param name="cell">Which half along every axis, 0 or 1.</param>
    public double[,] Of(bool isDetail, IReadOnlyList<int> cell)
        => cell.Select(half => (isDetail ? _detail : _smooth)[half]).Aggregate(Kronecker);

    private static double[,] Kronecker(double[,] a, double[,] b)
    {
        int n = a.GetLength(0), m = b.GetLength(0);
        var product = new double[n * m, n * m];
        for (int i = 0; i < n * m; i++)
            for (int j = 0; j < n * m; j++) product[i, j] = a[i / m, j / m] * b[i % m, j % m];
        return product;
    }

    // √(2i+1)·Pᵢ(2x - 1).
    private static double[] Sample(int degree, double[] points)
        => [.. points.Select(x => Math.Sqrt(2 * degree + 1) * Legendre(degree, 2 * x - 1).Value)];

    private static (double Value, double Slope) Legendre(int degree, double x)
    {
        double value = 1, before = 0;
        for (int n = 1; n <= degree; n++) (value, before) = (((2 * n - 1) * x * value - (n - 1) * before) / n, value);
        return (value, degree * (x * value - before) / (x * x - 1));
    }

    // Gauss' points and weights on [0, 1], by Newton's steps from Chebyshev's points.
    private static (double[] Points, double[] Weights) GaussPoints(int count)
    {
        double[] points = new double[count], weights = new double[count];
        for (int i = 0; i < count; i++)
        {
            double x = Math.Cos(Math.PI * (i + 0.75) / (count + 0.5));
            for (int step = 0; step < 50; step++)
            {
                var (value, slope) = Legendre(count, x);
                x -= value / slope;
                if (Math.Abs(value / slope) < 1e-15) break;
            }
            double derivative = Legendre(count, x).Slope;
            (points[i], weights[i]) = ((x + 1) / 2, 1 / ((1 - x * x) * derivative * derivative));
        }
        return (points, weights);
    }
}
