namespace Microsoft.ML.NeuralOperators.Sparse;

/// <summary>An approximate inverse of a matrix, which is applied in place.</summary>
internal delegate void Preconditioner(double[] values);

/// <summary>Approximate inverses that cost little to make.</summary>
internal static class Preconditioners
{
    /// <summary>The inverse of the diagonal.</summary>
    public static Preconditioner Jacobi(SparseMatrix matrix)
    {
        double[] inverse = [.. Enumerable.Range(0, matrix.Pattern.Size)
            .Select(i => 1 / matrix.Values[matrix.Pattern.Place(i, i)])];
        return values =>
        {
            for (int i = 0; i < values.Length; i++) values[i] *= inverse[i];
        };
    }

    /// <summary>
    /// Incomplete elimination without entries beyond the matrix's own, ILU(0) (Meijerink and van der Vorst 1977).
    /// </summary>
    public static Preconditioner IncompleteFactors(SparseMatrix matrix)
    {
        SparsePattern pattern = matrix.Pattern;
        int[] starts = pattern.Starts, columns = pattern.Columns;
        double[] f = [.. matrix.Values];
        int[] diagonal = [.. Enumerable.Range(0, pattern.Size).Select(i => pattern.Place(i, i))];
        // Where a column is in the present row.
        var place = new int[pattern.Size];
        Array.Fill(place, -1);
        for (int i = 0; i < pattern.Size; i++)
        {
            for (int k = starts[i]; k < starts[i + 1]; k++) place[columns[k]] = k;
            for (int k = starts[i]; k < diagonal[i]; k++)
            {
                int row = columns[k];
                f[k] /= f[diagonal[row]];
                for (int l = diagonal[row] + 1; l < starts[row + 1]; l++)
                    if (place[columns[l]] is >= 0 and var at) f[at] -= f[k] * f[l];
            }
            for (int k = starts[i]; k < starts[i + 1]; k++) place[columns[k]] = -1;
        }
        return x =>
        {
            for (int i = 0; i < x.Length; i++)
                for (int k = starts[i]; k < diagonal[i]; k++) x[i] -= f[k] * x[columns[k]];
            for (int i = x.Length - 1; i >= 0; i--)
            {
                for (int k = diagonal[i] + 1; k < starts[i + 1]; k++) x[i] -= f[k] * x[columns[k]];
                x[i] /= f[diagonal[i]];
            }
        };
    }
}
