namespace Microsoft.ML.NeuralOperators.Sparse;

/// <summary>Vectors side by side, and their sums.</summary>
internal static unsafe class VectorBasis
{
    /// <summary>The product of two vectors.</summary>
    public static double Dot(double[] x, double[] y)
    {
        fixed (double* a = x, b = y) return DenseElimination.Dot(a, b, x.Length);
    }

    /// <summary>The length of a vector.</summary>
    public static double Norm(double[] x) => Math.Sqrt(Dot(x, x));

    /// <summary>Adds a multiple of a vector to another.</summary>
    public static void Add(double[] target, double[] x, double factor)
    {
        fixed (double* a = target, b = x) DenseElimination.Subtract(a, b, -factor, x.Length);
    }

    /// <summary>Multiplies a vector with a number.</summary>
    public static void Scale(double[] x, double factor)
    {
        for (int i = 0; i < x.Length; i++) x[i] *= factor;
    }

    /// <summary>Takes a vector's share in some orthonormal ones away.</summary>
    /// <param name="x">The vector.</param>
    /// <param name="basis">The orthonormal ones.</param>
    /// <param name="count">How many of them.</param>
    /// <param name="shares">Gets the share in each of them added.</param>
    public static void Project(double[] x, IReadOnlyList<double[]> basis, int count, Span<double> shares)
    {
        for (int i = 0; i < count; i++)
        {
            double share = Dot(basis[i], x);
            Add(x, basis[i], -share);
            shares[i] += share;
        }
    }

    /// <summary>Sums of vectors, one for each column of coefficients.</summary>
    /// <param name="basis">The vectors.</param>
    /// <param name="coefficients">[vectors, sums].</param>
    public static double[][] Combine(IReadOnlyList<double[]> basis, double[,] coefficients)
    {
        var sums = new double[coefficients.GetLength(1)][];
        for (int j = 0; j < sums.Length; j++)
        {
            sums[j] = new double[basis[0].Length];
            for (int i = 0; i < basis.Count; i++) Add(sums[j], basis[i], coefficients[i, j]);
        }
        return sums;
    }
}
