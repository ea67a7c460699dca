namespace Microsoft.ML.NeuralOperators.Sparse;

/// <summary>Harmonic Ritz vectors: where in a space a matrix is smallest.</summary>
internal static class HarmonicVectors
{
    /// <summary>
    /// z of GᵀG z = θ Gᵀ(WᵀV) z with the smallest |θ|, as real vectors: of a complex pair its real and imaginary part.
    /// </summary>
    /// <param name="g">[size + 1, size].</param>
    /// <param name="products">WᵀV, [size + 1, size].</param>
    /// <param name="count">How many.</param>
    /// <returns>[size, count], or one more where a pair would be torn apart.</returns>
    public static double[,] Slowest(double[,] g, double[,] products, int count)
    {
        int size = g.GetLength(1);
        TorchLibraries.Require();
        using IDisposable one = TorchThreads.Use(1);
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        // 1/θ and z of G⁺(WᵀV), by Q·R of G.
        (torch.Tensor q, torch.Tensor r) = torch.linalg.qr(Matrix(g));
        torch.Tensor inverse = torch.linalg.solve(r, q.t().matmul(Matrix(products)));
        (torch.Tensor values, torch.Tensor vectors) = torch.linalg.eig(inverse);
        double[] real = values.real.contiguous().data<double>().ToArray(),
            imaginary = values.imag.contiguous().data<double>().ToArray(),
            parts = torch.view_as_real(vectors).contiguous().data<double>().ToArray();
        var columns = new List<double[]>();
        foreach (int i in Enumerable.Range(0, size)
            .OrderByDescending(i => Math.Sqrt(real[i] * real[i] + imaginary[i] * imaginary[i])).ThenBy(i => i))
        {
            if (columns.Count >= count) break;
            // The other of a pair says the same.
            if (imaginary[i] < 0) continue;
            columns.Add(Part(i, 0));
            if (imaginary[i] > 0) columns.Add(Part(i, 1));
        }
        var result = new double[size, columns.Count];
        for (int i = 0; i < size; i++)
            for (int j = 0; j < columns.Count; j++) result[i, j] = columns[j][i];
        return result;

        double[] Part(int column, int part)
            => [.. Enumerable.Range(0, size).Select(i => parts[2 * (i * size + column) + part])];
    }

    /// <summary>Orthonormal columns Q of G·P; P becomes P·R⁻¹, and loses columns that depend on others.</summary>
    public static double[,] Orthonormal(double[,] g, double[,] p)
    {
        int rows = g.GetLength(0), size = g.GetLength(1), count = p.GetLength(1);
        var q = new double[rows, count];
        for (int j = 0; j < count; j++)
        {
            for (int i = 0; i < rows; i++)
                for (int k = 0; k < size; k++) q[i, j] += g[i, k] * p[k, j];
            for (int pass = 0; pass < 2; pass++)
                for (int before = 0; before < j; before++)
                {
                    double share = 0;
                    for (int i = 0; i < rows; i++) share += q[i, before] * q[i, j];
                    for (int i = 0; i < rows; i++) q[i, j] -= share * q[i, before];
                    for (int k = 0; k < size; k++) p[k, j] -= share * p[k, before];
                }
            double length = 0;
            for (int i = 0; i < rows; i++) length += q[i, j] * q[i, j];
            length = Math.Sqrt(length);
            for (int i = 0; i < rows; i++) q[i, j] /= length;
            for (int k = 0; k < size; k++) p[k, j] /= length;
        }
        return q;
    }

    // A copy in torch's own memory, whose address does not change the bits.
    private static torch.Tensor Matrix(double[,] values)
    {
        using torch.Tensor shared = torch.tensor([.. values.Cast<double>()],
            [values.GetLength(0), values.GetLength(1)], torch.float64);
        return shared.clone();
    }
}
