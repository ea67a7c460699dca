namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>The ranks with which a factorised spectral weight has about a share of the dense one's numbers.</summary>
internal static class SpectralRanks
{
    /// <summary>Every axis' rank is the same fraction of its size.</summary>
    public static int[] Tucker(SpectralShape shape, double share)
    {
        int[] sizes = shape.Sizes;
        double squares = sizes.Sum(s => (double)s * s), low = 0, high = 1;
        for (int i = 0; i < 60; i++)
        {
            double middle = (low + high) / 2;
            bool isMore = shape.Elements * Math.Pow(middle, sizes.Length) + squares * middle > share * shape.Elements;
            (low, high) = isMore ? (low, middle) : (middle, high);
        }
        return [.. sizes.Select(s => Math.Max(1, (int)Math.Round(s * low)))];
    }

    /// <summary>As many products as the numbers of each allow.</summary>
    public static int Cp(SpectralShape shape, double share)
        => Math.Max(1, (int)(share * shape.Elements / shape.Sizes.Sum()));

    /// <summary>One rank everywhere, but no larger than the axes on either side can fill.</summary>
    public static int[] TensorTrain(SpectralShape shape, double share)
    {
        int[] sizes = shape.Sizes;
        int low = 1, high = (int)Math.Min(Limits.Width, shape.Elements);
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (Count(Bonds(middle)) <= share * shape.Elements) low = middle;
            else high = middle - 1;
        }
        return Bonds(low);

        int[] Bonds(int most) => [.. Enumerable.Range(1, sizes.Length - 1)
            .Select(i => (int)Math.Min(most, Math.Min(Product(sizes[..i]), Product(sizes[i..]))))];

        double Count(int[] bonds)
        {
            int[] all = [1, .. bonds, 1];
            return sizes.Select((size, axis) => (double)all[axis] * size * all[axis + 1]).Sum();
        }

        static double Product(int[] some) => some.Aggregate(1.0, (product, size) => product * size);
    }
}
