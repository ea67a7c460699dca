using Microsoft.ML.NeuralOperators.Sparse;

namespace Microsoft.ML.NeuralOperators.Problems;

/// <summary>
/// Δu + k²u = 0 on the unit square with a flux through the top, in quadratic elements: products of parabolas over three
/// points along each axis.
/// </summary>
internal sealed class HelmholtzSystem
{
    // ∫ φ'φ' times the element's width, ∫ φφ over it, and Gauss's points and weights of fifth degree on [0, 1].
    private static readonly double[,] Slopes = { { 7 / 3.0, -8 / 3.0, 1 / 3.0 }, { -8 / 3.0, 16 / 3.0, -8 / 3.0 },
        { 1 / 3.0, -8 / 3.0, 7 / 3.0 } };
    private static readonly double[,] Masses = { { 4 / 30.0, 2 / 30.0, -1 / 30.0 },
        { 2 / 30.0, 16 / 30.0, 2 / 30.0 }, { -1 / 30.0, 2 / 30.0, 4 / 30.0 } };
    private static readonly double[] Points = [0.5 - Math.Sqrt(0.15), 0.5, 0.5 + Math.Sqrt(0.15)],
        Weights = [5 / 18.0, 8 / 18.0, 5 / 18.0];

    private readonly int _size;
    private readonly int[][] _elements, _places;
    private readonly SparseSolver _solver;
    // The nine functions at the nine points.
    private readonly double[][] _values;
    private readonly double[] _stiffness;

    /// <summary>The system of a grid; it can be used from several threads.</summary>
    /// <param name="size">Points along each axis, an odd number.</param>
    public HelmholtzSystem(int size)
    {
        _size = size;
        int count = (size - 1) / 2;
        _elements = [.. from i in Enumerable.Range(0, count) from j in Enumerable.Range(0, count) select Element(i, j)];
        double[] x = [.. Enumerable.Range(0, size * size).Select(p => (double)(p / size))],
            y = [.. Enumerable.Range(0, size * size).Select(p => (double)(p % size))];
        _solver = new SparseSolver(size * size, _elements, x, y);
        _places = Array.ConvertAll(_elements, _solver.Pattern.Places);
        _values = [.. from s in Points from t in Points select Products(Parabolas(s), Parabolas(t))];
        _stiffness = [.. from a in Enumerable.Range(0, 9) from b in Enumerable.Range(0, 9)
                         select Slopes[a / 3, b / 3] * Masses[a % 3, b % 3]
                             + Masses[a / 3, b / 3] * Slopes[a % 3, b % 3]];

        int[] Element(int i, int j)
            => [.. Enumerable.Range(0, 9).Select(p => (2 * i + p / 3) * size + 2 * j + p % 3)];

        static double[] Products(double[] a, double[] b) => [.. from x in a from y in b select x * y];
    }

    /// <summary>The solution at the points, x first.</summary>
    /// <param name="squares">k² at the points, of any sign.</param>
    /// <param name="flux">∂u/∂y at the top, as a function of x.</param>
    /// <param name="from">Where the flux begins.</param>
    /// <param name="to">Where it ends.</param>
    public double[] Solve(double[] squares, Func<double, double> flux, double from = 0, double to = 1)
        => _solver.Solve(Matrix(squares), Right(flux, from, to));

    /// <summary>∫ ∇u·∇v - k²uv.</summary>
    public SparseMatrix Matrix(double[] squares)
    {
        var matrix = new SparseMatrix(_solver.Pattern);
        double width = 2.0 / (_size - 1), area = width * width;
        var element = new double[81];
        for (int e = 0; e < _elements.Length; e++)
        {
            _stiffness.CopyTo(element, 0);
            for (int p = 0; p < 9; p++)
            {
                double square = 0;
                double[] values = _values[p];
                for (int a = 0; a < 9; a++) square += values[a] * squares[_elements[e][a]];
                square *= Weights[p / 3] * Weights[p % 3] * area;
                for (int a = 0; a < 9; a++)
                {
                    double own = square * values[a];
                    for (int b = 0; b < 9; b++) element[9 * a + b] -= own * values[b];
                }
            }
            int[] places = _places[e];
            for (int i = 0; i < 81; i++) matrix.Values[places[i]] += element[i];
        }
        return matrix;
    }

    /// <summary>∫ flux·v over the top.</summary>
    public double[] Right(Func<double, double> flux, double from, double to)
    {
        var right = new double[_size * _size];
        double width = 2.0 / (_size - 1);
        for (int i = 0; i + 2 < _size; i += 2)
        {
            double start = Math.Max(from, i * width / 2), length = Math.Min(to, (i + 2) * width / 2) - start;
            for (int p = 0; p < 3 && length > 0; p++)
            {
                double x = start + Points[p] * length;
                double[] values = Parabolas((x - i * width / 2) / width);
                for (int a = 0; a < 3; a++)
                    right[(i + a) * _size + _size - 1] += Weights[p] * length * flux(x) * values[a];
            }
        }
        return right;
    }

    private static double[] Parabolas(double s) => [(1 - s) * (1 - 2 * s), 4 * s * (1 - s), s * (2 * s - 1)];
}
