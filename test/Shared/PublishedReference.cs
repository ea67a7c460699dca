using System.Text.Json;
using Microsoft.ML.NeuralOperators.Fields;

namespace Microsoft.ML.NeuralOperators.Tests;

/// <summary>Inputs and outputs that a published program gave, beside the weights it gave them with.</summary>
public sealed record PublishedReference(string Path, IReadOnlyList<(NamedArray Input, NamedArray Output)> Pairs)
{
    public static PublishedReference Read(string file)
    {
        string path = SharedData.Path("reference", file);
        IReadOnlyDictionary<string, NamedArray> arrays = ArrayFile.Read(path);
        var pairs = new List<(NamedArray, NamedArray)>();
        if (arrays.TryGetValue("input", out NamedArray? only)) pairs.Add((only, arrays["output"]));
        if (arrays.TryGetValue("positions", out NamedArray? positions) && Grid(arrays["config"].Text!) is { } grid)
            pairs.Add((Field(grid, positions, arrays["values"]), Field(grid, arrays["output"])));
        for (int i = 0; arrays.TryGetValue($"input{i}", out NamedArray? input); i++) pairs.Add((input, arrays[$"output{i}"]));
        return new PublishedReference(path, pairs);
    }

    // The grid of a configuration, null for points without one.
    private static int[]? Grid(string config)
    {
        using JsonDocument document = JsonDocument.Parse(config);
        return document.RootElement.GetProperty("geotype").GetString() == "unstructured" ? null
            : [.. document.RootElement.GetProperty("shapelist").EnumerateArray().Select(n => n.GetInt32())];
    }

    // [batch, points, channels] of several arrays, points in row-major order → [batch, channels of all, grid…].
    private static NamedArray Field(int[] grid, params NamedArray[] arrays)
    {
        int batch = arrays[0].Shape[0], points = arrays[0].Shape[1], channels = arrays.Sum(a => a.Shape[2]);
        var values = new float[batch * channels * points];
        int first = 0;
        foreach (NamedArray array in arrays)
        {
            int width = array.Shape[2];
            for (int i = 0; i < array.Values.Length; i++)
                values[(i / (points * width) * channels + first + i % width) * points + i / width % points] = array.Values[i];
            first += width;
        }
        return new NamedArray(arrays[0].Name, [batch, channels, .. grid], values);
    }

    public static long[] Shape(NamedArray array) => [.. array.Shape.Select(s => (long)s)];

    /// <summary>The largest difference over the largest number expected.</summary>
    public static double Difference(IReadOnlyList<float> expected, IReadOnlyList<float> actual)
    {
        if (expected.Count != actual.Count) return double.PositiveInfinity;
        double largest = expected.Max(Math.Abs), difference = 0;
        for (int i = 0; i < expected.Count; i++)
            // A number that is none differs without end.
            difference = double.IsNaN(actual[i]) ? double.PositiveInfinity : Math.Max(difference, Math.Abs((double)expected[i] - actual[i]));
        return difference / largest;
    }
}
