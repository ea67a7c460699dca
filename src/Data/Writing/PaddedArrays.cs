namespace Microsoft.ML.NeuralOperators.Data.Writing;

/// <summary>Rows of different lengths in containers of arrays: padded, with the lengths as an array beside.</summary>
internal static class PaddedArrays
{
    /// <summary>After the name of an array, the name of its rows' lengths.</summary>
    public const string CountSuffix = "_count";

    /// <exception cref="ArgumentException">The name of the lengths is taken.</exception>
    public static IReadOnlyList<StoredArray> Of(IReadOnlyList<StoredArray> arrays, WriteOptions options)
    {
        int[]? points = Points(arrays, options);
        List<StoredArray> all = [];
        foreach (StoredArray array in arrays)
        {
            if (array.Counts is not { } counts)
            {
                all.Add(array);
                continue;
            }
            string name = array.Name + CountSuffix;
            if (arrays.Any(a => a.Name == name))
                throw new ArgumentException($"Column '{array.Name}' has rows of different lengths, which are written "
                    + $"as '{name}'; there is a column of that name.", nameof(arrays));
            int channels = Channels(counts, points) ?? 1;
            all.Add(new PaddedArray(array, channels));
            all.Add(new MemoryArray<int>(name, "i4", [array.Rows], [.. counts.Select(n => n / channels)]));
        }
        return all;
    }

    /// <summary>Points of every row, where the options say how they are found in rows of different lengths.</summary>
    /// <exception cref="InvalidOperationException">A row has no whole number of points.</exception>
    public static int[]? Points(IReadOnlyList<StoredArray> arrays, WriteOptions options)
    {
        if (options.Coordinates is not { } coordinates
            || arrays.FirstOrDefault(a => a.Name == options.PointColumn)?.Counts is not { } counts) return null;
        for (int row = 0; row < counts.Count; row++)
            if (counts[row] % coordinates != 0)
                throw new InvalidOperationException($"Column '{options.PointColumn}': row {row} has {counts[row]} "
                    + $"numbers, expected a multiple of {coordinates} coordinates.");
        return [.. counts.Select(n => n / coordinates)];
    }

    // As many as all rows agree on.
    private static int? Channels(IReadOnlyList<int> counts, int[]? points)
    {
        if (points is null || counts.Count == 0 || points.Contains(0)) return null;
        int channels = counts[0] / points[0];
        return channels > 0 && counts.Zip(points, (n, p) => n == channels * p).All(fits => fits) ? channels : null;
    }
}
