using System.Text.Json;
using Microsoft.ML.NeuralOperators.Native;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests;

/// <summary>Inputs and outputs that a published program gave, beside the weights it gave them with.</summary>
public sealed record PublishedReference(string Path, IReadOnlyList<(NamedArray Input, NamedArray Output)> Pairs)
{
    // References that lie in the repository; their names need no list.
    private static readonly string Own = System.IO.Path.Combine(AppContext.BaseDirectory, "Published");

    /// <summary>All files of references: the repository's own, and those beside it.</summary>
    public static TheoryData<string> Files { get; } =
    [
        .. Directory.EnumerateFiles(Own, "*.npz").Select(file => System.IO.Path.GetFileName(file))
            .Order(StringComparer.Ordinal),
        "fno2d_neuraloperator.npz", "mgno_dc_64.npz", "mgno_dc_smooth_211.npz", "mgno_ns_64.npz",
        "factformer_24x20.npz", "lsm_24x20.npz", "unet_nsl_20x28.npz", "cnextunet_well_32x48.npz",
        "unetclassic_well_32x48.npz", "unetmod_pdearena_16x32.npz", "dilatedresnet_well_20x28.npz",
        "resnet_pdearena_20x28.npz", "dilresnet_pdearena_20x28.npz", "galerkin_24x20.npz", "gnot_150pts.npz",
        "ffno_20x28.npz", "ufno_20x28.npz", "uno_20x28.npz", "transolver_20x28.npz", "transolver_130pts.npz",
        "linearno_20x28_conv_temp.npz", "linearno_20x28_conv.npz", "linearno_130pts_temp.npz", "linearno_130pts.npz",
        "ono_20x28_linear.npz", "ono_20x28_self.npz", "ono_20x28_nystrom.npz", "flare_130pts.npz",
        "flare_77pts_sqrt_qknorm.npz", "mwt_20x28.npz", "mwt1d_64.npz", "lamo_irregular_shared_130pts.npz",
        "lamo_irregular_unshared_130pts.npz", "lamo_structured_shared_20x28.npz",
        "lamo_structured_unshared_20x28.npz", "lamo_regular_20x28.npz",
    ];

    public static PublishedReference Read(string file)
    {
        string path = System.IO.Path.Combine(Own, file);
        if (!File.Exists(path)) path = SharedData.Path("reference", file);
        IReadOnlyDictionary<string, NamedArray> arrays = ArrayFile.Read(path);
        var pairs = new List<(NamedArray, NamedArray)>();
        if (arrays.TryGetValue("input", out NamedArray? only))
            pairs.Add(arrays["config"].Text!.Contains("\"in_dim\"", StringComparison.Ordinal)
                ? (Field([], only), Field([], arrays["output"])) : (only, arrays["output"]));
        if (arrays.TryGetValue("positions", out NamedArray? positions)) pairs.Add(Structured(positions, arrays));
        for (int i = 0; arrays.TryGetValue($"input{i}", out NamedArray? input); i++)
            pairs.Add((input, arrays[$"output{i}"]));
        if (arrays["config"].Text!.Contains("\"pdearena.", StringComparison.Ordinal))
            pairs = [.. pairs.Select(pair => (TimesAsChannels(pair.Item1), TimesAsChannels(pair.Item2)))];
        return new PublishedReference(path, pairs);
    }

    // pdearena: [samples, times, channels, grid…].
    private static NamedArray TimesAsChannels(NamedArray field)
        => field with { Shape = [field.Shape[0], field.Shape[1] * field.Shape[2], .. field.Shape.Skip(3)] };

    // Points in row-major order, coordinates and values apart, as the Neural-Solver-Library and its kin have them.
    private static (NamedArray Input, NamedArray Output) Structured(NamedArray positions, IReadOnlyDictionary<string,
        NamedArray> arrays)
    {
        using JsonDocument config = JsonDocument.Parse(arrays["config"].Text!);
        int[] grid = Grid(config.RootElement);
        NamedArray output = arrays["output"];
        // A single channel may have no axis.
        if (output.Shape.Count == 2) output = output with { Shape = [.. output.Shape, 1] };
        return (arrays.TryGetValue("values", out NamedArray? values) ? Field(grid, positions, values)
            : Field(grid, positions), Field(grid, output));
    }

    // Nothing where the points are no grid, which is 1×1 in LinearNO's own program.
    private static int[] Grid(JsonElement config)
    {
        if (config.TryGetProperty("shapelist", out JsonElement sizes))
            return sizes.ValueKind == JsonValueKind.Null ? [] : [.. sizes.EnumerateArray().Select(s => s.GetInt32())];
        foreach (string suffix in new[] { "_img", "" })
            if (config.TryGetProperty("H" + suffix, out JsonElement height) && height.GetInt32() > 1)
                return [height.GetInt32(), config.GetProperty("W" + suffix).GetInt32()];
        return [];
    }

    // [samples, points, channels] of all parts → [samples, channels, grid…].
    private static NamedArray Field(int[] grid, params NamedArray[] parts)
    {
        int samples = parts[0].Shape[0], points = parts[0].Shape[1], channels = parts.Sum(p => p.Shape[2]);
        IEnumerable<float> values = Enumerable.Range(0, samples)
            .SelectMany(s => parts.SelectMany(part => Enumerable.Range(0, part.Shape[2])
            .SelectMany(c => Enumerable.Range(0, points)
                .Select(p => part.Values[(s * points + p) * part.Shape[2] + c]))));
        return new NamedArray(parts[0].Name, [samples, channels, .. grid.Length == 0 ? [points] : grid], [.. values]);
    }

    public static long[] Shape(NamedArray array) => [.. array.Shape.Select(s => (long)s)];

    /// <summary>The largest difference over the largest number expected.</summary>
    public static double Difference(IReadOnlyList<float> expected, IReadOnlyList<float> actual)
    {
        if (expected.Count != actual.Count) return double.PositiveInfinity;
        double largest = expected.Max(Math.Abs), difference = 0;
        for (int i = 0; i < expected.Count; i++)
            // A number that is none differs without end.
            difference = double.IsNaN(actual[i]) ? double.PositiveInfinity
                : Math.Max(difference, Math.Abs((double)expected[i] - actual[i]));
        return difference / largest;
    }
}
