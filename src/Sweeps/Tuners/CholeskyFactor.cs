namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>The factor L of a positive definite matrix L·Lᵀ.</summary>
internal sealed class CholeskyFactor
{
    private readonly double[,] _factor;

    /// <param name="size">Rows of the matrix.</param>
    /// <param name="entry">Its entries on and below the diagonal.</param>
    public CholeskyFactor(int size, Func<int, int, double> entry)
    {
        _factor = new double[size, size];
        for (int i = 0; i < size; i++)
            for (int j = 0; j <= i; j++)
            {
                double sum = entry(i, j);
                for (int k = 0; k < j; k++) sum -= _factor[i, k] * _factor[j, k];
                // Rounding may leave a little less than nothing.
                _factor[i, j] = i == j ? Math.Sqrt(Math.Max(sum, 1e-12)) : sum / _factor[j, j];
            }
    }

    /// <summary>Half the logarithm of the determinant.</summary>
    public double HalfLogDeterminant
        => Enumerable.Range(0, _factor.GetLength(0)).Sum(i => Math.Log(_factor[i, i]));

    /// <summary>Solves L x = b.</summary>
    public double[] Forward(double[] right)
    {
        double[] solved = new double[right.Length];
        for (int i = 0; i < right.Length; i++)
        {
            double sum = right[i];
            for (int k = 0; k < i; k++) sum -= _factor[i, k] * solved[k];
            solved[i] = sum / _factor[i, i];
        }
        return solved;
    }

    /// <summary>Solves Lᵀ x = b.</summary>
    public double[] Backward(double[] right)
    {
        double[] solved = new double[right.Length];
        for (int i = right.Length - 1; i >= 0; i--)
        {
            double sum = right[i];
            for (int k = i + 1; k < right.Length; k++) sum -= _factor[k, i] * solved[k];
            solved[i] = sum / _factor[i, i];
        }
        return solved;
    }

    /// <summary>Solves L·Lᵀ x = b.</summary>
    public double[] Solve(double[] right) => Backward(Forward(right));
}
