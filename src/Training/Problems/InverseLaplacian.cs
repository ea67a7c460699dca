namespace Microsoft.ML.NeuralOperators.Problems;

/// <summary>
/// The inverse of -Δ on cell centres with zero values at the walls, half a cell away: sine transforms diagonalise it.
/// </summary>
internal sealed class InverseLaplacian
{
    private readonly int _rows;
    private readonly int _columns;
    private readonly double[] _rowSines;
    private readonly double[] _columnSines;
    private readonly double[] _inverseEigenvalues;

    public InverseLaplacian(int rows, int columns)
    {
        (_rows, _columns) = (rows, columns);
        (_rowSines, double[] rowValues) = Sines(rows);
        (_columnSines, double[] columnValues) = Sines(columns);
        _inverseEigenvalues = [.. from r in rowValues from c in columnValues select 1 / (r + c)];
    }

    /// <summary>
    /// A function that applies it to fields [samples, rows, columns] in double precision, with single precision inside:
    /// as a preconditioner it costs no accuracy and few iterations, and takes a quarter of the time.
    /// </summary>
    public Func<torch.Tensor, torch.Tensor> On(torch.Device device)
    {
        torch.Tensor rowSines = Table(_rowSines, _rows, _rows), columnSines = Table(_columnSines, _columns, _columns);
        torch.Tensor inverse = Table(_inverseEigenvalues, _rows, _columns);
        return field =>
        {
            // S_rowsᵀ (Λ^-1 ∘ (S_rows r S_columnsᵀ)) S_columns with orthonormal sines as rows of S.
            torch.Tensor spectrum = MatrixProducts.TwoSided(rowSines, field.to(torch.float32), columnSines.t())
                .mul_(inverse);
            return MatrixProducts.TwoSided(rowSines.t(), spectrum, columnSines).to(torch.float64);
        };

        torch.Tensor Table(double[] values, int rows, int columns)
            => torch.tensor(values, [rows, columns], torch.float32, device);
    }

    private static (double[] Vectors, double[] Values) Sines(int n)
    {
        var vectors = new double[n * n];
        var values = new double[n];
        for (int k = 1; k <= n; k++)
        {
            double half = Math.Sin(Math.PI * k / (2 * n)), norm = Math.Sqrt((k == n ? 1.0 : 2.0) / n);
            values[k - 1] = 4.0 * n * n * half * half;
            for (int i = 0; i < n; i++) vectors[(k - 1) * n + i] = norm * Math.Sin(Math.PI * k * (i + 0.5) / n);
        }
        return (vectors, values);
    }
}
