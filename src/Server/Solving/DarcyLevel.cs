namespace Microsoft.ML.NeuralOperators.Server;

/// <summary>
/// The operator -∇·(a∇·) on a grid of cells, given by the conductance of every face, and a smoother for it. Fields have
/// a border of one cell of zeros, so that all cells are treated alike.
/// </summary>
internal sealed class DarcyLevel
{
    private readonly int _stride;
    // Conductances of the faces above and to the left of every cell, zero at the boundary; what the walls add to the
    // diagonal, above and below separately from the sides; the diagonal and its reciprocal.
    private readonly double[] _above, _left, _rowWalls, _columnWalls, _diagonal, _inverse;

    private DarcyLevel(int rows, int columns)
    {
        (Rows, Columns, _stride) = (rows, columns, columns + 2);
        (_above, _left, _rowWalls) = (NewField(), NewField(), NewField());
        (_columnWalls, _diagonal, _inverse) = (NewField(), NewField(), NewField());
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>
    /// Five-point finite volumes with harmonic means at the faces; the walls, with u = 0, are half a cell away.
    /// </summary>
    /// <param name="permeability">a > 0, row by row.</param>
    /// <param name="rows">Cells along the first axis.</param>
    /// <param name="columns">Cells along the second axis.</param>
    public static DarcyLevel Of(ReadOnlySpan<float> permeability, int rows, int columns)
    {
        var level = new DarcyLevel(rows, columns);
        double down = 2.0 * rows * rows, across = 2.0 * columns * columns;
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++)
            {
                int cell = level.Index(i, j);
                double a = permeability[i * columns + j];
                if (i > 0) level._above[cell] = down * Half(a, permeability[(i - 1) * columns + j]);
                if (j > 0) level._left[cell] = across * Half(a, permeability[i * columns + j - 1]);
                level._rowWalls[cell] = down * a * ((i == 0 ? 1 : 0) + (i == rows - 1 ? 1 : 0));
                level._columnWalls[cell] = across * a * ((j == 0 ? 1 : 0) + (j == columns - 1 ? 1 : 0));
            }
        return level.WithDiagonal();

        static double Half(double a, double b) => a * b / (a + b);
    }

    /// <summary>
    /// The operator on cells twice as large, or larger only along one axis if that has at least twice as many cells.
    /// Conductances side by side are added, and halved where their distance doubles.
    /// </summary>
    public DarcyLevel Coarse(out int down, out int across)
    {
        (down, across) = (Columns >= 2 * Rows ? 1 : 2, Rows >= 2 * Columns ? 1 : 2);
        double rowShare = 1.0 / down, columnShare = 1.0 / across;
        var coarse = new DarcyLevel((Rows + down - 1) / down, (Columns + across - 1) / across);
        for (int i = 0; i < Rows; i++)
            for (int j = 0; j < Columns; j++)
            {
                int cell = Index(i, j), parent = coarse.Index(i / down, j / across);
                // Faces within the larger cell are left out.
                if (i % down == 0) coarse._above[parent] += rowShare * _above[cell];
                if (j % across == 0) coarse._left[parent] += columnShare * _left[cell];
                coarse._rowWalls[parent] += rowShare * _rowWalls[cell];
                coarse._columnWalls[parent] += columnShare * _columnWalls[cell];
            }
        return coarse.WithDiagonal();
    }

    /// <summary>A field of zeros, with its border.</summary>
    public double[] NewField() => new double[(Rows + 2) * (Columns + 2)];

    /// <summary>The index of a cell.</summary>
    public int Index(int row, int column) => (row + 1) * _stride + column + 1;

    /// <summary>Applies the operator.</summary>
    public void Apply(double[] u, double[] result)
    {
        for (int i = 0; i < Rows; i++)
        {
            int first = Index(i, 0);
            for (int k = first; k < first + Columns; k++) result[k] = _diagonal[k] * u[k] - Neighbours(u, k);
        }
    }

    /// <summary>A Gauss-Seidel sweep over the cells of one colour of a chessboard, and then over the others.</summary>
    /// <param name="u">The approximate solution to improve.</param>
    /// <param name="right">The right-hand side.</param>
    /// <param name="firstColor">0 or 1. A sweep and its mirror image make a symmetric preconditioner.</param>
    public void Smooth(double[] u, double[] right, int firstColor)
    {
        for (int color = 0; color < 2; color++)
            for (int i = 0; i < Rows; i++)
            {
                int first = Index(i, 0);
                for (int k = first + ((i + color + firstColor) & 1); k < first + Columns; k += 2)
                    u[k] = (right[k] + Neighbours(u, k)) * _inverse[k];
            }
    }

    private double Neighbours(double[] u, int k) => _above[k] * u[k - _stride] + _above[k + _stride] * u[k + _stride]
        + _left[k] * u[k - 1] + _left[k + 1] * u[k + 1];

    private DarcyLevel WithDiagonal()
    {
        for (int i = 0; i < Rows; i++)
            for (int j = 0; j < Columns; j++)
            {
                int k = Index(i, j);
                _diagonal[k] = _above[k] + _above[k + _stride] + _left[k] + _left[k + 1] + _rowWalls[k]
                    + _columnWalls[k];
                _inverse[k] = 1 / _diagonal[k];
            }
        return this;
    }
}
