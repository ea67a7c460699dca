namespace Microsoft.ML.NeuralOperators.Geometry;

/// <summary>
/// Moving least squares (Lancaster and Salkauskas 1981): the value, at a place, of the polynomial that fits the points
/// around it best.
/// </summary>
internal static class LocalPolynomial
{
    // Directions in which the points hardly spread say nothing about slopes.
    private const double Flat = 1e-7;

    /// <summary>How many terms polynomials of a degree have.</summary>
    public static int Terms(int axes, int degree)
        => degree switch { 0 => 1, 1 => 1 + axes, _ => (axes + 1) * (axes + 2) / 2 };

    /// <summary>The points' weights: the polynomial's value is the sum of them with the points' values.</summary>
    /// <param name="points">All points, one after the other.</param>
    /// <param name="near">Those that count.</param>
    /// <param name="squaredDistances">Their squared distances, ascending.</param>
    /// <param name="place">Where the value is asked for.</param>
    /// <param name="degree">The degree, which is lowered where the points do not determine such a polynomial.</param>
    public static double[] Weights(double[] points, int[] near, double[] squaredDistances, ReadOnlySpan<double> place,
        int degree)
    {
        double radius = Math.Sqrt(squaredDistances[^1]);
        if (radius == 0) return [.. near.Select(_ => 1.0 / near.Length)];
        // The farthest point counts little, the nearest fully.
        double[] roots = [.. squaredDistances.Select(d => 1 - 0.95 * Math.Sqrt(d) / radius)];
        for (; degree > 0; degree--)
        {
            int terms = Terms(place.Length, degree);
            if (terms > near.Length) continue;
            var basis = new double[near.Length, terms];
            for (int i = 0; i < near.Length; i++)
                Fill(basis, i, roots[i], points.AsSpan(near[i] * place.Length, place.Length), place, radius);
            if (Solve(basis) is { } weights) return [.. weights.Zip(roots, (w, r) => w * r)];
        }
        double sum = roots.Sum(r => r * r);
        return [.. roots.Select(r => r * r / sum)];
    }

    // A point's terms around the place: 1, x, y, z, then products. At the place itself all but the first vanish.
    private static void Fill(double[,] basis, int row, double root, ReadOnlySpan<double> point,
        ReadOnlySpan<double> place, double radius)
    {
        int axes = place.Length;
        Span<double> x = stackalloc double[axes];
        for (int axis = 0; axis < axes; axis++) x[axis] = (point[axis] - place[axis]) / radius;
        basis[row, 0] = root;
        for (int axis = 0; axis < axes; axis++) basis[row, 1 + axis] = root * x[axis];
        if (basis.GetLength(1) == 1 + axes) return;
        int term = 1 + axes;
        for (int i = 0; i < axes; i++)
            for (int j = i; j < axes; j++) basis[row, term++] = root * x[i] * x[j];
    }

    // The first row of the pseudo-inverse by Gram and Schmidt, twice: B = QR, R'y = e, the row is Qy. Columns are taken
    // from the last to the first, so that only the first one's remainder counts.
    private static double[]? Solve(double[,] basis)
    {
        int rows = basis.GetLength(0), terms = basis.GetLength(1);
        for (int column = terms - 1; column >= 0; column--)
        {
            double before = Norm(basis, column);
            for (int pass = 0; pass < 2; pass++)
                for (int other = terms - 1; other > column; other--)
                {
                    double dot = 0;
                    for (int i = 0; i < rows; i++) dot += basis[i, column] * basis[i, other];
                    for (int i = 0; i < rows; i++) basis[i, column] -= dot * basis[i, other];
                }
            double norm = Norm(basis, column);
            if (norm <= Flat * before || norm == 0) return null;
            // q / norm for the first column, which is the row itself.
            for (int i = 0; i < rows; i++) basis[i, column] /= column == 0 ? norm * norm : norm;
        }
        var row = new double[rows];
        for (int i = 0; i < rows; i++) row[i] = basis[i, 0];
        return row;
    }

    private static double Norm(double[,] basis, int column)
    {
        double sum = 0;
        for (int i = 0; i < basis.GetLength(0); i++) sum += basis[i, column] * basis[i, column];
        return Math.Sqrt(sum);
    }
}
