namespace Microsoft.ML.NeuralOperators.Augmentation;

/// <summary>u(x - s) for periodic fields, s in spacings of the grid.</summary>
internal sealed class PeriodicShift(IReadOnlyList<AugmentedField> fields, double[] distances) : FieldChange
{
    public override void Apply(int field, ReadOnlySpan<float> source, Span<float> destination)
    {
        int[] grid = fields[field].Grid;
        source.CopyTo(destination);
        var line = new double[grid.Max()];
        for (int axis = 0; axis < grid.Length; axis++)
        {
            if (distances[axis] == 0) continue;
            int n = grid[axis], inner = grid.Skip(axis + 1).Aggregate(1, (a, b) => a * b);
            double[] kernel = Kernel(n, distances[axis]);
            bool isWhole = distances[axis] == Math.Floor(distances[axis]);
            for (int start = 0; start < destination.Length; start += n * inner)
                for (int i = 0; i < inner; i++) Shift(destination[(start + i)..], inner, line.AsSpan(0, n), kernel,
                    isWhole ? (int)distances[axis] : null);
        }
    }

    private static void Shift(Span<float> values, int stride, Span<double> line, double[] kernel, int? whole)
    {
        int n = line.Length;
        for (int i = 0; i < n; i++) line[i] = values[i * stride];
        for (int i = 0; i < n; i++)
        {
            if (whole is { } s)
            {
                values[i * stride] = (float)line[(i - s % n + n) % n];
                continue;
            }
            double sum = 0;
            for (int j = 0; j <= i; j++) sum += kernel[i - j] * line[j];
            for (int j = i + 1; j < n; j++) sum += kernel[i - j + n] * line[j];
            values[i * stride] = (float)sum;
        }
    }

    // The trigonometric polynomial through 1 at 0 and 0 at the other points, at j - s. Of an even number of points the
    // highest mode is a cosine.
    private static double[] Kernel(int n, double distance) => [.. Enumerable.Range(0, n).Select(j =>
    {
        double x = Math.PI * (j - distance), divisor = n * (n % 2 == 0 ? Math.Tan(x / n) : Math.Sin(x / n));
        return Math.Abs(Math.Sin(x / n)) < 1e-15 ? 1 : Math.Sin(x) / divisor;
    })];
}
