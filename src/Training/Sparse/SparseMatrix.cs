namespace Microsoft.ML.NeuralOperators.Sparse;

/// <summary>A matrix with a pattern.</summary>
/// <param name="pattern">Where its entries are.</param>
/// <param name="values">The entries, in the pattern's order; zeros when null.</param>
internal sealed class SparseMatrix(SparsePattern pattern, double[]? values = null)
{
    /// <summary>Where the entries are.</summary>
    public SparsePattern Pattern => pattern;

    /// <summary>The entries.</summary>
    public double[] Values { get; } = values ?? new double[pattern.Count];

    /// <summary>Adds to an entry and, off the diagonal, to its mirror image.</summary>
    public void AddSymmetric(int row, int column, double value)
    {
        Values[pattern.Place(row, column)] += value;
        if (row != column) Values[pattern.Place(column, row)] += value;
    }

    /// <summary>The product with a vector.</summary>
    public void Multiply(ReadOnlySpan<double> x, Span<double> product)
    {
        int[] starts = pattern.Starts, columns = pattern.Columns;
        for (int i = 0; i < product.Length; i++)
        {
            double sum = 0;
            for (int k = starts[i]; k < starts[i + 1]; k++) sum += Values[k] * x[columns[k]];
            product[i] = sum;
        }
    }

    /// <summary>The largest sum of absolute values of a row.</summary>
    public double Norm()
    {
        double norm = 0;
        for (int i = 0; i < pattern.Size; i++)
        {
            double sum = 0;
            for (int k = pattern.Starts[i]; k < pattern.Starts[i + 1]; k++) sum += Math.Abs(Values[k]);
            norm = Math.Max(norm, sum);
        }
        return norm;
    }
}
