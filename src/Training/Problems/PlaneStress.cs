namespace Microsoft.ML.NeuralOperators.Problems;

/// <summary>An elastic material in plane stress, in triangles of six points that may have curved sides.</summary>
/// <param name="youngsModulus">E.</param>
/// <param name="poissonRatio">ν.</param>
internal sealed class PlaneStress(double youngsModulus, double poissonRatio)
{
    // Exact to the fourth degree (Strang and Fix 1973): barycentric coordinates of one corner, weights for area 1.
    private static readonly (double A, double B, double Weight)[] Quadrature =
    [
        .. Orbit(0.445948490915965, 0.223381589678011), .. Orbit(0.091576213509771, 0.109951743655322),
    ];

    private static readonly (double A, double B)[] Corners = [(0, 0), (1, 0), (0, 1), (0.5, 0), (0.5, 0.5), (0, 0.5)];

    private readonly double _direct = youngsModulus / (1 - poissonRatio * poissonRatio);

    /// <summary>The stiffness of an element, [12, 12], displacements of a point one after the other.</summary>
    public double[] Stiffness(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var matrix = new double[144];
        Span<double> dx = stackalloc double[6], dy = stackalloc double[6];
        double shear = _direct * (1 - poissonRatio) / 2, across = _direct * poissonRatio;
        foreach ((double a, double b, double weight) in Quadrature)
        {
            double area = weight * Slopes(a, b, x, y, dx, dy) / 2;
            for (int i = 0; i < 6; i++)
                for (int j = 0; j < 6; j++)
                {
                    int at = 24 * i + 2 * j;
                    matrix[at] += area * (_direct * dx[i] * dx[j] + shear * dy[i] * dy[j]);
                    matrix[at + 1] += area * (across * dx[i] * dy[j] + shear * dy[i] * dx[j]);
                    matrix[at + 12] += area * (across * dy[i] * dx[j] + shear * dx[i] * dy[j]);
                    matrix[at + 13] += area * (_direct * dy[i] * dy[j] + shear * dx[i] * dx[j]);
                }
        }
        return matrix;
    }

    /// <summary>The stresses σxx, σyy and σxy at one of an element's points.</summary>
    public (double Xx, double Yy, double Xy) Stress(int point, ReadOnlySpan<double> x, ReadOnlySpan<double> y,
        ReadOnlySpan<double> u)
    {
        Span<double> dx = stackalloc double[6], dy = stackalloc double[6];
        Slopes(Corners[point].A, Corners[point].B, x, y, dx, dy);
        double xx = 0, yy = 0, xy = 0;
        for (int i = 0; i < 6; i++)
        {
            xx += dx[i] * u[2 * i];
            yy += dy[i] * u[2 * i + 1];
            xy += dy[i] * u[2 * i] + dx[i] * u[2 * i + 1];
        }
        return (_direct * (xx + poissonRatio * yy), _direct * (yy + poissonRatio * xx),
            _direct * (1 - poissonRatio) / 2 * xy);
    }

    // The slopes of the six functions at a place, and how much larger the element is there than a unit square.
    private static double Slopes(double a, double b, ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> dx,
        Span<double> dy)
    {
        double c = 1 - a - b;
        ReadOnlySpan<double> da = [1 - 4 * c, 4 * a - 1, 0, 4 * (c - a), 4 * b, -4 * b],
            db = [1 - 4 * c, 0, 4 * b - 1, -4 * a, 4 * a, 4 * (c - b)];
        double xa = 0, xb = 0, ya = 0, yb = 0;
        for (int i = 0; i < 6; i++)
        {
            xa += da[i] * x[i];
            xb += db[i] * x[i];
            ya += da[i] * y[i];
            yb += db[i] * y[i];
        }
        double determinant = xa * yb - xb * ya;
        for (int i = 0; i < 6; i++)
        {
            dx[i] = (da[i] * yb - db[i] * ya) / determinant;
            dy[i] = (db[i] * xa - da[i] * xb) / determinant;
        }
        return Math.Abs(determinant);
    }

    private static (double, double, double)[] Orbit(double a, double weight)
        => [(a, a, weight), (a, 1 - 2 * a, weight), (1 - 2 * a, a, weight)];
}
