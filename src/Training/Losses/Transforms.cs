namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>Orthonormal bases of one axis in which the Laplacian is diagonal.</summary>
internal enum Basis
{
    /// <summary>Cosines and sines: periodic.</summary>
    Fourier,
    /// <summary>Cosines on cell centres: vanishing normal derivative.</summary>
    Cosine,
    /// <summary>Sines on the points inside two boundary points: vanishing values.</summary>
    Sine,
    /// <summary>Sines on cell centres: vanishing values half a cell outside.</summary>
    CentredSine,
}

/// <summary>
/// Real orthonormal transforms as matrix products, with the wave number of every basis function. They serve norms of
/// fractional and negative order; a product is cheap beside a training step and differentiates to any order.
/// </summary>
internal static class Transforms
{
    private static readonly AxisMatrices<Basis> Matrices = new(Matrix);

    /// <summary>Coefficients of [batch, channels, grid…] along all grid axes.</summary>
    public static torch.Tensor Forward(torch.Tensor x, Basis basis)
    {
        for (int axis = 2; axis < x.Dimensions; axis++) x = Matrices.Apply(basis, x, axis);
        return x;
    }

    /// <summary>The field of coefficients: the transposed matrices, since the bases are orthonormal.</summary>
    public static torch.Tensor Inverse(torch.Tensor x, Basis basis)
    {
        for (int axis = 2; axis < x.Dimensions; axis++) x = Matrices.Apply(basis, x, axis, isTransposed: true);
        return x;
    }

    /// <summary>k of every coefficient of an axis: cos 2πkx for Fourier, cos πkx or sin πkx for the others.</summary>
    public static double[] WaveNumbers(Basis basis, long n) => basis switch
    {
        Basis.Fourier => [.. Enumerable.Range(0, (int)n).Select(i => (double)((i + 1) / 2))],
        Basis.Cosine => [.. Enumerable.Range(0, (int)n).Select(i => (double)i)],
        _ => [.. Enumerable.Range(1, (int)n).Select(i => (double)i)],
    };

    /// <summary>Σ over axes of some function of the wave number, on the grid of coefficients.</summary>
    public static torch.Tensor SumOverAxes(torch.Tensor like, Basis basis, Func<double, long, double> square)
    {
        int axes = (int)like.Dimensions - 2;
        return Enumerable.Range(0, axes).Select(axis =>
        {
            long n = like.shape[axis + 2];
            long[] shape = [.. Enumerable.Range(0, axes).Select(a => a == axis ? n : 1)];
            return HostNumbers.Of([.. WaveNumbers(basis, n).Select(k => square(k, n))], shape, like.dtype, like.device);
        }).Sum();
    }

    // [points, coefficients]
    private static double[] Matrix(Basis basis, long n)
    {
        var numbers = new double[n * n];
        for (long k = 0; k < n; k++)
        {
            double sum = 0;
            for (long j = 0; j < n; j++)
            {
                double value = basis switch
                {
                    Basis.Fourier => k % 2 == 0 ? Math.Cos(2 * Math.PI * ((k + 1) / 2 * j % n) / n)
                        : Math.Sin(2 * Math.PI * ((k + 1) / 2 * j % n) / n),
                    Basis.Cosine => Math.Cos(Math.PI * k * (j + 0.5) / n),
                    Basis.CentredSine => Math.Sin(Math.PI * (k + 1) * (j + 0.5) / n),
                    _ => Math.Sin(Math.PI * (k + 1) * (j + 1) / (n + 1)),
                };
                // The last function of an even periodic grid alternates; its sine would vanish.
                if (basis == Basis.Fourier && n % 2 == 0 && k == n - 1) value = j % 2 == 0 ? 1 : -1;
                numbers[j * n + k] = value;
                sum += value * value;
            }
            for (long j = 0; j < n; j++) numbers[j * n + k] /= Math.Sqrt(sum);
        }
        return numbers;
    }
}
