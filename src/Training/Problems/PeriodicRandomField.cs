namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Random periodic functions of mean zero on [0, 1)^d from N(0, d·σ²(-Δ + τ²)^{-α}), d = 1 or 2: Fourier series with
/// independent normal coefficients. A seed gives one function, which can be sampled at any grid.
/// </summary>
/// <remarks>
/// The factor 2 in two dimensions is that of the programs of Li et al. 2021; their text leaves it out.
/// </remarks>
/// <param name="alpha">Smoothness: the larger, the smoother.</param>
/// <param name="tau">Inverse length scale.</param>
/// <param name="sigma">Amplitude.</param>
/// <param name="modes">
/// Largest wave number along each axis. Beyond 20, more of them add detail to a seed's function and leave the rest as
/// it is.
/// </param>
public sealed class PeriodicRandomField(double alpha, double tau, double sigma, int modes = 20)
{
    private const int InRows = 20;

    /// <summary>The root mean square of the functions of one dimension.</summary>
    internal double RootMeanSquare
        => Math.Sqrt(Enumerable.Range(1, modes).Sum(k => Math.Pow(StandardDeviation(k * k), 2)));

    /// <summary>The function of a seed at i/n, i = 0 … n-1.</summary>
    public double[] Sample(int seed, int points)
    {
        using torch.Tensor values = Sample([seed], points);
        return values.data<double>().ToArray();
    }

    /// <summary>The function of a seed at (i/rows, j/columns), row-major.</summary>
    public double[] Sample(int seed, int rows, int columns)
    {
        using torch.Tensor values = Sample([seed], rows, columns);
        return values.data<double>().ToArray();
    }

    /// <summary>The functions of several seeds at i/n, i = 0 … n-1.</summary>
    /// <param name="seeds">One a function.</param>
    /// <param name="points">n.</param>
    /// <param name="device">Where the values are computed; the CPU when null.</param>
    /// <returns>The values [seeds, points] in double precision; the caller disposes them.</returns>
    public torch.Tensor Sample(ReadOnlySpan<int> seeds, int points, torch.Device? device = null)
    {
        TorchLibraries.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        double[] deviations = [.. Enumerable.Range(1, modes).Select(k => StandardDeviation(k * k))];
        // a cos 2πkx + b sin 2πkx = Re[(a - ib) e^{2πikx}].
        torch.Tensor coefficients = Coefficients(seeds, deviations, [.. Enumerable.Range(0, modes)], device).conj()
            .resolve_conj().unsqueeze(1);
        // Each sample is a product by itself, as in Products.
        torch.Tensor waves = Waves(points, 1, device).t().expand(seeds.Length, -1, -1);
        return torch.bmm(coefficients, waves).real.reshape(seeds.Length, points).contiguous().MoveToOuterDisposeScope();
    }

    /// <summary>The functions of several seeds at (i/rows, j/columns).</summary>
    /// <param name="seeds">One a function.</param>
    /// <param name="rows">Points along the first axis.</param>
    /// <param name="columns">Points along the second axis.</param>
    /// <param name="device">Where the values are computed; the CPU when null.</param>
    /// <returns>The values [seeds, rows, columns] in double precision; the caller disposes them.</returns>
    public torch.Tensor Sample(ReadOnlySpan<int> seeds, int rows, int columns, torch.Device? device = null)
    {
        TorchLibraries.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        int[] numbers = [.. Enumerable.Range(-modes, 2 * modes + 1)];
        double[] deviations = [.. from k in numbers from l in numbers
                                  select k == 0 && l == 0 ? 0 : StandardDeviation(k * k + l * l)];
        // Those of the first waves are drawn row by row, then shell by shell, so that more waves leave them as they
        // are.
        int[] order = [.. Enumerable.Range(0, deviations.Length).OrderBy(i => Math.Max(InRows,
            Math.Max(Math.Abs(numbers[i / numbers.Length]), Math.Abs(numbers[i % numbers.Length]))))];
        // The coefficients of e^{2πi(kx + ly)}, of which the real part is taken.
        torch.Tensor coefficients = Coefficients(seeds, deviations, order, device)
            .reshape(-1, numbers.Length, numbers.Length);
        torch.Tensor left = Waves(rows, -modes, device), right = Waves(columns, -modes, device).t();
        return MatrixProducts.TwoSided(left, coefficients, right).real.contiguous().MoveToOuterDisposeScope();
    }

    private double StandardDeviation(int squares)
        => Math.Sqrt(2) * sigma * Math.Pow(4 * Math.PI * Math.PI * squares + tau * tau, -alpha / 2);

    // [seeds, deviations]: real and imaginary part are drawn in turn.
    private static torch.Tensor Coefficients(ReadOnlySpan<int> seeds, double[] deviations, int[] order,
        torch.Device? device)
        => torch.view_as_complex(SeededNormals.Coefficients(seeds, deviations, order, 2)
            .ToTensor(device, seeds.Length, deviations.Length, 2));

    // e^{2πikx} for k from a first wave number to the largest, [points, waves]. Whole turns are taken off before
    // rounding.
    private torch.Tensor Waves(int points, int first, torch.Device? device)
    {
        int waves = modes + 1 - first;
        var table = new double[2 * points * waves];
        for (int i = 0; i < points * waves; i++)
        {
            double turns = (double)((first + i % waves) * (long)(i / waves) % points) / points;
            (table[2 * i + 1], table[2 * i]) = Math.SinCos(2 * Math.PI * turns);
        }
        return torch.view_as_complex(table.ToTensor(device, points, waves, 2));
    }
}
