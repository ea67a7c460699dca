namespace Microsoft.ML.NeuralOperators.Problems.Periodic;

/// <summary>What equations with periodic boundaries share.</summary>
internal static class Spectra
{
    // Numbers of the samples that go on together: enough to hide the cost of a call, few enough for the cache.
    private const int BatchNumbers = 1 << 13;

    /// <summary>Samples to solve together, for some points of the solver's grid.</summary>
    public static int BatchSize(long points) => (int)Math.Clamp(BatchNumbers / points, 1, 64);

    /// <summary>Wave numbers of a half spectrum, 0 … n/2.</summary>
    public static double[] Half(int points) => [.. Enumerable.Range(0, points / 2 + 1).Select(k => (double)k)];

    /// <summary>Wave numbers of a full spectrum, 0 … n/2-1, -n/2 … -1.</summary>
    public static double[] Full(int points)
        => [.. Enumerable.Range(0, points).Select(k => (double)(2 * k < points ? k : k - points))];

    /// <summary>Whether a product of two functions holds a wave without errors (Orszag's rule of two thirds).</summary>
    public static bool IsKept(double wave, int points) => 3 * Math.Abs(wave) < points;

    /// <summary>Every n-th point along the axes of space, from the second on.</summary>
    public static torch.Tensor Thinned(this torch.Tensor values, int ratio)
    {
        for (int axis = 2; axis < values.dim() && ratio > 1; axis++)
            values = values.slice(axis, 0, values.shape[axis], ratio);
        return values;
    }

    /// <summary>
    /// A periodic field [.., n, n] on another square grid, by the waves that both grids have. The Nyquist
    /// frequency of an even number of points is dropped, since its phase is ambiguous.
    /// </summary>
    public static torch.Tensor Resampled(torch.Tensor values, int points)
    {
        int given = (int)values.shape[^1];
        if (given == points) return values;
        int kept = (Math.Min(given, points) - 1) / 2;
        torch.Tensor spectrum = torch.fft.fft2(values);
        var resampled = torch.zeros([.. values.shape[..^2], points, points], spectrum.dtype, values.device);
        (int From, int To, int Count)[] bands = [(0, 0, kept + 1), (given - kept, points - kept, kept)];
        foreach (var rows in bands)
            foreach (var columns in bands)
                resampled.narrow(-2, rows.To, rows.Count).narrow(-1, columns.To, columns.Count)
                    .copy_(spectrum.narrow(-2, rows.From, rows.Count).narrow(-1, columns.From, columns.Count));
        return torch.fft.ifft2(resampled).real
            .Scale((double)points * points / ((double)given * given));
    }
}
