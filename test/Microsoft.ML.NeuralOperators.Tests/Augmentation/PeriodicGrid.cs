namespace Microsoft.ML.NeuralOperators.Tests.Augmentation;

/// <summary>Central differences on a periodic grid of spacing 1, and random numbers on it.</summary>
internal sealed class PeriodicGrid(params int[] sizes)
{
    public int[] Sizes => sizes;

    public int Count => sizes.Aggregate(1, (a, b) => a * b);

    public float[] Random(int seed, int channels = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, channels * Count).Select(_ => random.NextSingle() - 0.5f)];
    }

    public double[] Derivative(IReadOnlyList<double> f, int axis)
        => [.. Enumerable.Range(0, Count).Select(i => (f[Step(i, axis, 1)] - f[Step(i, axis, -1)]) / 2)];

    public double[] Laplacian(IReadOnlyList<double> f)
        => [.. Enumerable.Range(0, Count).Select(i => Enumerable.Range(0, sizes.Length)
            .Sum(axis => f[Step(i, axis, 1)] - 2 * f[i] + f[Step(i, axis, -1)]))];

    /// <summary>One channel of a field.</summary>
    public double[] Channel(IReadOnlyList<float> field, int channel)
        => [.. field.Skip(channel * Count).Take(Count).Select(v => (double)v)];

    private int Step(int index, int axis, int step)
    {
        int stride = sizes.Skip(axis + 1).Aggregate(1, (a, b) => a * b), n = sizes[axis];
        int at = index / stride % n;
        return index + ((at + step + n) % n - at) * stride;
    }
}
