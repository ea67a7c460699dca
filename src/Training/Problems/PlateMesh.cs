namespace Microsoft.ML.NeuralOperators.Problems;

/// <summary>
/// Triangles with six points, the corners and the middles of the sides, between a hole and the unit square around it:
/// rings of points from the hole to the square, cut along diagonals that take turns. Only the places of the points
/// depend on the hole.
/// </summary>
internal sealed class PlateMesh
{
    private readonly int _along, _rings;

    /// <summary>A mesh.</summary>
    /// <param name="around">
    /// Elements around the hole, a multiple of 8, so that the square's corners are corners.
    /// </param>
    /// <param name="across">Elements from the hole to the square.</param>
    public PlateMesh(int around, int across)
    {
        (_along, _rings) = (2 * around, 2 * across + 1);
        Triangles = [.. from b in Enumerable.Range(0, across) from a in Enumerable.Range(0, around)
                        from t in Cut(a, b) select t];
        Outer = [.. Enumerable.Range(0, _along).Select(i => Point(i, _rings - 1))];
        Hole = [.. Enumerable.Range(0, _along)];
    }

    /// <summary>Number of points.</summary>
    public int Points => _along * _rings;

    /// <summary>Each element's three corners and the middles of the sides after each of them.</summary>
    public int[][] Triangles { get; }

    /// <summary>
    /// The points of the square's boundary, in order, from the middle of the right side upwards; every other one is a
    /// corner of elements.
    /// </summary>
    public int[] Outer { get; }

    /// <summary>The points of the hole's boundary, in the same order.</summary>
    public int[] Hole { get; }

    /// <summary>Coordinates of the points.</summary>
    /// <param name="radius">
    /// The hole's radius around (½, ½) at angles 2πi/n, as many as the hole has points.
    /// </param>
    public (double[] X, double[] Y) Place(ReadOnlySpan<double> radius)
    {
        double[] x = new double[Points], y = new double[Points];
        for (int i = 0; i < _along; i++)
        {
            double angle = 2 * Math.PI * i / _along;
            (double innerX, double innerY) = (radius[i] * Math.Cos(angle), radius[i] * Math.Sin(angle));
            (double outerX, double outerY) = Square(8.0 * i / _along);
            for (int ring = 0; ring < _rings; ring++)
            {
                // Three times as fine at the hole, where stresses are largest.
                double t = (double)ring / (_rings - 1), share = t * (1 + t) / 2;
                // The last ring takes the square's own places, to the bit.
                x[Point(i, ring)] = 0.5 + (share < 1 ? innerX + share * (outerX - innerX) : outerX);
                y[Point(i, ring)] = 0.5 + (share < 1 ? innerY + share * (outerY - innerY) : outerY);
            }
        }
        return (x, y);
    }

    // The square around the origin with sides 1, by eighths of its length.
    private static (double X, double Y) Square(double eighths)
    {
        int side = (int)((eighths + 1) / 2) % 4;
        double along = (eighths - 2 * ((int)((eighths + 1) / 2))) / 2;
        return side switch
        {
            0 => (0.5, along),
            1 => (-along, 0.5),
            2 => (-0.5, -along),
            _ => (along, -0.5),
        };
    }

    private int Point(int i, int ring) => ring * _along + i % _along;

    private int[][] Cut(int a, int b)
    {
        return (a + b) % 2 == 0 ? [Triangle((0, 0), (2, 0), (2, 2)), Triangle((0, 0), (2, 2), (0, 2))]
            : [Triangle((2, 0), (2, 2), (0, 2)), Triangle((2, 0), (0, 2), (0, 0))];

        int[] Triangle((int I, int J) p, (int I, int J) q, (int I, int J) r)
            => [At(p), At(q), At(r), Middle(p, q), Middle(q, r), Middle(r, p)];

        int At((int I, int J) p) => Point(2 * a + p.I, 2 * b + p.J);

        int Middle((int I, int J) p, (int I, int J) q) => At(((p.I + q.I) / 2, (p.J + q.J) / 2));
    }
}
