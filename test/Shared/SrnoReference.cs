using Microsoft.ML.NeuralOperators.Native;

namespace Microsoft.ML.NeuralOperators.Tests;

/// <summary>
/// Outputs of the authors' SRNO beside its weights. It has three inputs, so that it lies apart from those with one.
/// </summary>
/// <param name="Path">The file.</param>
/// <param name="Cases">Fields, query points and sizes of cells, and what the program gave for them.</param>
public sealed record SrnoReference(string Path,
    IReadOnlyList<(IReadOnlyList<(float[] Values, long[] Shape)> Inputs, NamedArray Output)> Cases)
{
    public static SrnoReference Read()
    {
        string path = System.IO.Path.Combine(AppContext.BaseDirectory, "Published", "srno", "srno.npz");
        IReadOnlyDictionary<string, NamedArray> arrays = ArrayFile.Read(path);
        return new SrnoReference(path,
            [.. Enumerable.Range(0, arrays.Keys.Count(key => key.StartsWith("output", StringComparison.Ordinal)))
                .Select(i => ((IReadOnlyList<(float[], long[])>)
                    [.. ((string[])["input", "points", "cell"]).Select(name => arrays[$"{name}{i}"])
                        .Select(array => ((float[])[.. array.Values], PublishedReference.Shape(array)))],
                    arrays[$"output{i}"]))]);
    }
}
