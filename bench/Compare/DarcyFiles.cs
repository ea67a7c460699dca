using Contest;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators;

namespace Compare;

/// <summary>Darcy flow, generated or taken from files.</summary>
internal sealed class DarcyFiles(string folder) : FieldFiles(folder)
{
    private const int TestSamples = 40;

    /// <summary>What is learned from them.</summary>
    public Problem Problem => new(((VectorDataViewType)new MLContext().NeuralOperators().LoadFields(Test(false))
        .Schema["Features"].Type).Dimensions[^1]);

    /// <summary>Generates two-valued coefficients and their pressures, unless the same are there already.</summary>
    /// <param name="hasFine">Whether the test problems are wanted on the finer grid as well.</param>
    public void Generate(int size, int samples, int seed, bool hasFine = true)
    {
        string made = System.IO.Path.Combine(Folder, "made.txt"), wanted = $"{size} {samples} {seed}";
        if (File.Exists(made) && File.ReadAllText(made) == wanted) return;
        File.Delete(made);
        int[] sizes = hasFine ? [size, 2 * size] : [size];
        Write(nameof(Training), DarcyFlow.Generate(samples, sizes, 2 * seed)[0]);
        var test = DarcyFlow.Generate(TestSamples, sizes, 2 * seed + 1);
        Write(nameof(Test), test[0]);
        if (hasFine) Write(nameof(Fine), test[1]);
        File.WriteAllText(made, wanted);
    }

    /// <summary>
    /// Takes files with the arrays x and y. The problem knows no first axis: every training sample may be taken a
    /// second time with its axes exchanged, or the larger operators learn a thousand samples by heart.
    /// </summary>
    public void Take(string training, string test, bool hasTransposed)
    {
        var (a, u) = Read(training);
        Write(nameof(Training), hasTransposed ? (WithTransposed(a), WithTransposed(u)) : (a, u));
        Write(nameof(Test), Read(test));
    }

    private static (FieldSamples A, FieldSamples U) Read(string path)
    {
        IReadOnlyDictionary<string, NamedArray> arrays = ArrayFile.Read(path);
        return (Field("x"), Field("y"));

        FieldSamples Field(string name) => arrays.TryGetValue(name, out NamedArray? array)
            ? new FieldSamples(name, 1, [array.Shape[^2], array.Shape[^1]], array.Values)
            : throw new FormatException($"'{path}' has no array '{name}'; it has {string.Join(", ", arrays.Keys)}.");
    }

    private static FieldSamples WithTransposed(FieldSamples field)
    {
        int n = field.Grid[0];
        if (field.Grid[1] != n)
            throw new FormatException($"'{field.Name}' has grids of {n}×{field.Grid[1]} points; expected square "
                + "ones.");
        float[] transposed = new float[field.Count * n * n];
        for (int i = 0; i < transposed.Length; i++) transposed[i] = field[i / (n * n)][i % n * n + i / n % n];
        return new FieldSamples(field.Name, 1, field.Grid,
            [.. Enumerable.Range(0, field.Count).SelectMany(i => field[i].ToArray()), .. transposed]);
    }
}
