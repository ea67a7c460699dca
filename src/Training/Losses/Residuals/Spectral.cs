using System.Collections.Concurrent;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>Exact derivatives of band-limited periodic fields, by real matrices.</summary>
internal static class Spectral
{
    private static readonly ConcurrentDictionary<(int, long, torch.ScalarType, string), torch.Tensor> Cache = new();

    /// <summary>∂u along an axis; the alternating mode of even grids has none.</summary>
    public static torch.Tensor Differentiate(torch.Tensor u, int axis, double period)
        => Along(u, axis, Matrix(1, u.shape[axis], u.dtype, u.device)).Over(period);

    /// <summary>∂²u along an axis.</summary>
    public static torch.Tensor DifferentiateTwice(torch.Tensor u, int axis, double period)
        => Along(u, axis, Matrix(2, u.shape[axis], u.dtype, u.device)).Over(period * period);

    /// <summary>ψ with -Δψ = u over the last two axes, of mean zero.</summary>
    public static torch.Tensor SolvePoisson(torch.Tensor u, double period)
    {
        long rows = u.shape[^2], columns = u.shape[^1];
        torch.Tensor flat = u.reshape(-1, 1, rows, columns);
        torch.Tensor scale = Transforms.SumOverAxes(flat, Basis.Fourier,
            (k, _) => Math.Pow(2 * Math.PI * k / period, 2));
        torch.Tensor inverse = torch.where(scale.IsAbove(0), scale.AtLeast(1e-6).reciprocal(), torch.zeros_like(scale));
        return Transforms.Inverse(Transforms.Forward(flat, Basis.Fourier) * inverse, Basis.Fourier).reshape(u.shape);
    }

    private static torch.Tensor Along(torch.Tensor u, int axis, torch.Tensor matrix)
        => torch.matmul(u.transpose(axis, -1), matrix).transpose(axis, -1);

    // [points, points], to be applied from the right, for a period of 1.
    private static torch.Tensor Matrix(int order, long n, torch.ScalarType type, torch.Device device)
    {
        var key = (order, n, type, device.ToString());
        if (Cache.TryGetValue(key, out torch.Tensor? matrix)) return matrix;
        var numbers = new double[n * n];
        for (long i = 0; i < n; i++)
            for (long j = 0; j < n; j++)
            {
                double sum = 0;
                for (long k = 1; 2 * k <= n; k++)
                {
                    double turn = 2 * Math.PI * k, angle = 2 * Math.PI * (k * (i - j + n) % n) / n;
                    bool isAlternating = 2 * k == n;
                    if (order == 1) sum += isAlternating ? 0 : -2 * turn * Math.Sin(angle);
                    else sum += (isAlternating ? -1 : -2) * turn * turn * Math.Cos(angle);
                }
                numbers[j * n + i] = sum / n;
            }
        matrix = torch.tensor(numbers, [n, n], type, device);
        matrix.DetachFromDisposeScope();
        return Cache.GetOrAdd(key, matrix);
    }
}
