using Microsoft.ML.NeuralOperators.Sparse;

namespace Microsoft.ML.NeuralOperators.Problems;

/// <summary>
/// The finite volumes of <see cref="DarcySolver"/> as a sparse matrix, solved by elimination: its time does not depend
/// on the permeability, whose contrast conjugate gradients feel.
/// </summary>
internal sealed class DarcySystem
{
    private readonly int _rows, _columns;
    private readonly SparseSolver _solver;

    /// <summary>The system of a grid of cells; it can be used from several threads.</summary>
    public DarcySystem(int rows, int columns)
    {
        (_rows, _columns) = (rows, columns);
        double[] x = [.. Enumerable.Range(0, rows * columns).Select(i => (double)(i / columns))],
            y = [.. Enumerable.Range(0, rows * columns).Select(i => (double)(i % columns))];
        _solver = new SparseSolver(rows * columns, [.. Faces(rows, columns)], x, y);
    }

    /// <summary>Which cells exchange.</summary>
    public SparsePattern Pattern => _solver.Pattern;

    /// <summary>The pressure at the cell centres.</summary>
    /// <param name="permeability">a at the cell centres, row by row.</param>
    /// <param name="source">f at the cell centres; 1 everywhere when empty.</param>
    public double[] Solve(ReadOnlySpan<double> permeability, ReadOnlySpan<double> source = default)
    {
        double[] right = source.IsEmpty ? new double[Pattern.Size] : source.ToArray();
        if (source.IsEmpty) Array.Fill(right, 1);
        return _solver.Solve(Matrix(permeability), right);
    }

    /// <summary>-∇·(a∇·) on the cells.</summary>
    public SparseMatrix Matrix(ReadOnlySpan<double> permeability)
    {
        var matrix = new SparseMatrix(Pattern);
        int[] starts = Pattern.Starts, columns = Pattern.Columns;
        for (int cell = 0; cell < Pattern.Size; cell++)
        {
            double own = permeability[cell], sum = 0;
            int diagonal = 0, i = cell / _columns, j = cell % _columns;
            for (int k = starts[cell]; k < starts[cell + 1]; k++)
            {
                int other = columns[k];
                if (other == cell)
                {
                    diagonal = k;
                    continue;
                }
                double scale = Math.Abs(other - cell) == _columns && other % _columns == j ? (double)_rows * _rows
                    : (double)_columns * _columns;
                double face = 2 * own * permeability[other] / (own + permeability[other]) * scale;
                matrix.Values[k] = -face;
                sum += face;
            }
            // The walls are half a cell away.
            int walls = (i == 0 ? 1 : 0) + (i == _rows - 1 ? 1 : 0), sides = (j == 0 ? 1 : 0)
                + (j == _columns - 1 ? 1 : 0);
            matrix.Values[diagonal] = sum
                + 2 * own * ((double)walls * _rows * _rows + (double)sides * _columns * _columns);
        }
        return matrix;
    }

    private static IEnumerable<int[]> Faces(int rows, int columns)
    {
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++)
            {
                if (i + 1 < rows) yield return [i * columns + j, (i + 1) * columns + j];
                if (j + 1 < columns) yield return [i * columns + j, i * columns + j + 1];
            }
    }
}
