namespace Microsoft.ML.NeuralOperators.Tests.Invariants;

/// <summary>
/// Periodic waves "Features" and shifted, weighted ones "Label", which needs the whole field to be told. Every axis has
/// a number of points of its own, so that axes taken for each other show.
/// </summary>
internal static class SmoothFields
{
    /// <summary>Fields [2, size].</summary>
    public static IReadOnlyList<SampleColumn> OnLines(int size, IEnumerable<int> rows)
        => Fields(rows, 2, size);

    /// <summary>Fields [1, size, size + 1].</summary>
    public static IReadOnlyList<SampleColumn> OnPlanes(int size, IEnumerable<int> rows)
        => Fields(rows, 1, size, size + 1);

    /// <summary>Fields [2, size, size + 1, size + 2].</summary>
    public static IReadOnlyList<SampleColumn> InSpace(int size, IEnumerable<int> rows)
        => Fields(rows, 2, size, size + 1, size + 2);

    /// <summary>Fields [2, size, size + 2, size + 4], for operators that halve the grid.</summary>
    public static IReadOnlyList<SampleColumn> InEvenSpace(int size, IEnumerable<int> rows)
        => Fields(rows, 2, size, size + 2, size + 4);

    private static IReadOnlyList<SampleColumn> Fields(IEnumerable<int> rows, int channels, params int[] grid)
    {
        (float[] Features, float[] Label)[] fields = [.. rows.Select(number => Fields(number, channels, grid))];
        return [new("Features", channels, grid, [.. fields.Select(row => row.Features)]),
            new(OperatorCase.Label, channels, grid, [.. fields.Select(row => row.Label)])];
    }

    private static (float[] Features, float[] Label) Fields(int number, int channels, int[] grid)
    {
        var random = new Random(number);
        double[] shifts = [.. grid.Select(_ => 6 * random.NextDouble())];
        int points = grid.Aggregate((a, b) => a * b);
        float[] features = new float[channels * points], labels = new float[channels * points];
        for (int channel = 0; channel < channels; channel++)
            for (int point = 0; point < points; point++)
            {
                double feature = 0, label = 2 + channel;
                for (int axis = grid.Length - 1, rest = point; axis >= 0; rest /= grid[axis--])
                {
                    double angle = 2 * Math.PI * (rest % grid[axis]) / grid[axis] + shifts[axis] + channel;
                    feature += Math.Sin(angle + axis);
                    label += Math.Cos(angle) / (axis + 1);
                }
                (features[channel * points + point], labels[channel * points + point]) =
                    ((float)feature, (float)label);
            }
        return (features, labels);
    }
}
