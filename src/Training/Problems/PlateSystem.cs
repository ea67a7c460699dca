using Microsoft.ML.NeuralOperators.Sparse;

namespace Microsoft.ML.NeuralOperators.Problems;

/// <summary>Displacements and stresses of an elastic plate with a hole, for any hole, load and clamping.</summary>
internal sealed class PlateSystem
{
    private readonly PlaneStress _material;
    private readonly int[][] _places;
    private readonly SparseSolver _solver;

    /// <summary>The system of a mesh; it can be used from several threads.</summary>
    public PlateSystem(PlateMesh mesh, PlaneStress material)
    {
        (Mesh, _material) = (mesh, material);
        double[] round = new double[mesh.Hole.Length];
        Array.Fill(round, 0.25);
        (double[] x, double[] y) = mesh.Place(round);
        _solver = new SparseSolver(mesh.Points, mesh.Triangles, x, y, 2);
        _places = Array.ConvertAll(mesh.Triangles, t => _solver.Pattern.Places(Unknowns(t)));
    }

    /// <summary>The elements.</summary>
    public PlateMesh Mesh { get; }

    /// <summary>The displacements, two numbers a point.</summary>
    /// <param name="x">First coordinates of the points.</param>
    /// <param name="y">Second coordinates.</param>
    /// <param name="held">Displacements that are given, and NaN for those that are not; two a point.</param>
    /// <param name="force">Forces on the points, two a point.</param>
    public double[] Solve(double[] x, double[] y, double[] held, double[] force)
    {
        var matrix = new SparseMatrix(_solver.Pattern);
        double[] right = [.. force];
        Span<double> ex = stackalloc double[6], ey = stackalloc double[6];
        for (int e = 0; e < Mesh.Triangles.Length; e++)
        {
            int[] points = Mesh.Triangles[e], unknowns = Unknowns(points), places = _places[e];
            Take(points, x, ex);
            Take(points, y, ey);
            double[] stiffness = _material.Stiffness(ex, ey);
            for (int i = 0; i < 12; i++)
                for (int j = 0; j < 12; j++)
                {
                    double entry = stiffness[12 * i + j];
                    bool isHeld = !double.IsNaN(held[unknowns[i]]), otherIsHeld = !double.IsNaN(held[unknowns[j]]);
                    // A held displacement keeps its diagonal, which gives its equation the scale of the others.
                    if (i == j || (!isHeld && !otherIsHeld)) matrix.Values[places[12 * i + j]] += entry;
                    else if (!isHeld) right[unknowns[i]] -= entry * held[unknowns[j]];
                }
        }
        for (int i = 0; i < right.Length; i++)
            if (!double.IsNaN(held[i])) right[i] = held[i] * matrix.Values[_solver.Pattern.Place(i, i)];
        return _solver.Solve(matrix, right);
    }

    /// <summary>The stresses σxx, σyy and σxy at the points: the mean of the elements that meet there.</summary>
    public (double Xx, double Yy, double Xy)[] Stresses(double[] x, double[] y, double[] u)
    {
        var sums = new (double Xx, double Yy, double Xy)[Mesh.Points];
        var counts = new int[Mesh.Points];
        Span<double> ex = stackalloc double[6], ey = stackalloc double[6], eu = stackalloc double[12];
        foreach (int[] points in Mesh.Triangles)
        {
            Take(points, x, ex);
            Take(points, y, ey);
            Take(Unknowns(points), u, eu);
            for (int i = 0; i < 6; i++)
            {
                (double xx, double yy, double xy) = _material.Stress(i, ex, ey, eu);
                ref (double Xx, double Yy, double Xy) sum = ref sums[points[i]];
                sum = (sum.Xx + xx, sum.Yy + yy, sum.Xy + xy);
                counts[points[i]]++;
            }
        }
        return [.. sums.Select((s, i) => (s.Xx / counts[i], s.Yy / counts[i], s.Xy / counts[i]))];
    }

    private static void Take(int[] places, double[] from, Span<double> to)
    {
        for (int i = 0; i < places.Length; i++) to[i] = from[places[i]];
    }

    private static int[] Unknowns(int[] points) => [.. points.SelectMany(p => new[] { 2 * p, 2 * p + 1 })];
}
