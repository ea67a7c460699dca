namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>Query points that all rows have in common.</summary>
internal static class SharedPoints
{
    /// <summary>The points [points, coordinates] of the first row, which all rows of a field must have.</summary>
    /// <exception cref="InvalidOperationException">A row has other points.</exception>
    public static float[] Of(FieldSamples first, FieldSamples all)
    {
        RequireEqualNumbers(all);
        ReadOnlySpan<float> expected = first[0];
        for (int row = 0; row < all.Count; row++)
            if (!all[row].SequenceEqual(expected))
                throw new InvalidOperationException($"Field '{all.Name}': row {row} has other points than the first "
                    + "one, but HasSharedPoints is true.");
        var points = new float[expected.Length];
        int count = first.Grid[0];
        for (int i = 0; i < points.Length; i++) points[i] = expected[i % first.Channels * count + i / first.Channels];
        return points;
    }

    /// <exception cref="InvalidOperationException">Rows have different numbers of points.</exception>
    public static void RequireEqualNumbers(FieldSamples field)
    {
        if (field.Points is { } points)
            throw new InvalidOperationException(
                $"Field '{field.Name}': rows have {points.Min()} to {points.Max()} points, but with points shared by "
                + "all rows every row has the same.");
    }

    /// <summary>The rows without their points.</summary>
    public static FieldDataset? Drop(FieldDataset? data)
        => data is null ? null : new FieldDataset([data.Inputs[0]], data.Target);
}
