namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>Exact derivatives of band-limited periodic fields, and what else goes by waves: real matrices.</summary>
internal static class Spectral
{
    private static readonly AxisMatrices<int> Derivatives = new(Matrix);

    /// <summary>∂u along an axis; the alternating mode of even grids has none.</summary>
    public static torch.Tensor Differentiate(torch.Tensor u, int axis, double period)
        => Derivatives.Apply(1, u, axis).Over(period);

    /// <summary>∂²u along an axis.</summary>
    public static torch.Tensor DifferentiateTwice(torch.Tensor u, int axis, double period)
        => Derivatives.Apply(2, u, axis).Over(period * period);

    /// <summary>
    /// The field without the upper third of the waves of an axis, which products of two fields get wrong (Orszag 1971).
    /// </summary>
    public static torch.Tensor Truncate(torch.Tensor u, int axis) => Derivatives.Apply(0, u, axis);

    /// <summary>ψ with -Δψ = u over the last axes, of mean zero.</summary>
    public static torch.Tensor SolvePoisson(torch.Tensor u, double period, int axes = 2)
    {
        torch.Tensor flat = u.reshape([-1, 1, .. u.shape[^axes..]]);
        torch.Tensor scale = Transforms.SumOverAxes(flat, Basis.Fourier,
            (k, _) => Math.Pow(2 * Math.PI * k / period, 2));
        torch.Tensor inverse = torch.where(scale.IsAbove(0), scale.AtLeast(1e-6).reciprocal(), torch.zeros_like(scale));
        return Transforms.Inverse(Transforms.Forward(flat, Basis.Fourier) * inverse, Basis.Fourier).reshape(u.shape);
    }

    // To be applied from the right, for a period of 1. Order 0 truncates.
    private static double[] Matrix(int order, long n)
    {
        var numbers = new double[n * n];
        for (long i = 0; i < n; i++)
            for (long j = 0; j < n; j++)
            {
                double sum = order == 0 ? 1 : 0;
                for (long k = 1; 2 * k <= n; k++)
                {
                    double turn = 2 * Math.PI * k, angle = 2 * Math.PI * (k * (i - j + n) % n) / n;
                    bool isAlternating = 2 * k == n;
                    if (order == 0) sum += 3 * k < n ? 2 * Math.Cos(angle) : 0;
                    else if (order == 1) sum += isAlternating ? 0 : -2 * turn * Math.Sin(angle);
                    else sum += (isAlternating ? -1 : -2) * turn * turn * Math.Cos(angle);
                }
                numbers[j * n + i] = sum / n;
            }
        return numbers;
    }
}
