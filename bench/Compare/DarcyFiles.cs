using Microsoft.ML.NeuralOperators;

namespace Compare;

/// <summary>
/// The data as files that every contender loads: fields "Features" and "Label" on grids, and the same numbers as
/// sensors, points and labels. Training, test, and the test problems on a finer grid where there are any.
/// </summary>
internal sealed class DarcyFiles(string folder)
{
    private const int TestSamples = 40;

    public string Training(bool isOnPoints) => Path(nameof(Training), isOnPoints);

    public string Test(bool isOnPoints) => Path(nameof(Test), isOnPoints);

    public string Fine(bool isOnPoints) => Path(nameof(Fine), isOnPoints);

    /// <summary>Generates two-valued coefficients and their pressures.</summary>
    public void Generate(int size, int samples, int seed)
    {
        int[] sizes = [size, 2 * size];
        Write(nameof(Training), DarcyFlow.Generate(samples, sizes, 2 * seed)[0]);
        var test = DarcyFlow.Generate(TestSamples, sizes, 2 * seed + 1);
        Write(nameof(Test), test[0]);
        Write(nameof(Fine), test[1]);
    }

    /// <summary>
    /// Takes files with the arrays x and y. The problem knows no first axis: every training sample is taken a second
    /// time with its axes exchanged, or the larger operators learn a thousand samples by heart.
    /// </summary>
    public void Take(string training, string test)
    {
        var (a, u) = Read(training);
        Write(nameof(Training), (WithTransposed(a), WithTransposed(u)));
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
            throw new FormatException($"'{field.Name}' has grids of {n}×{field.Grid[1]} points; expected square ones.");
        float[] transposed = new float[field.Count * n * n];
        for (int i = 0; i < transposed.Length; i++) transposed[i] = field[i / (n * n)][i % n * n + i / n % n];
        return new FieldSamples(field.Name, 1, field.Grid,
            [.. Enumerable.Range(0, field.Count).SelectMany(i => field[i].ToArray()), .. transposed]);
    }

    private void Write(string name, (FieldSamples A, FieldSamples U) fields)
    {
        (int count, int rows, int columns) = (fields.A.Count, fields.A.Grid[0], fields.A.Grid[1]);
        float[] a = [.. fields.A.Values], u = [.. fields.U.Values], points = new float[count * 2 * rows * columns];
        // Cell centres of the unit square, the same in every row.
        for (int i = 0; i < points.Length; i++)
        {
            int point = i % (rows * columns);
            points[i] = i / (rows * columns) % 2 == 0 ? (point / columns + 0.5f) / rows
                : (point % columns + 0.5f) / columns;
        }
        ArrayFile.WriteNpz(Path(name, false),
            [new("Features", [count, 1, rows, columns], a), new("Label", [count, 1, rows, columns], u)]);
        ArrayFile.WriteNpz(Path(name, true),
            [new("Features", [count, 1, rows * columns], a), new("Label", [count, 1, rows * columns], u),
            new("Points", [count, 2, rows * columns], points)]);
    }

    private string Path(string name, bool isOnPoints)
        => System.IO.Path.Combine(folder, $"{name}-{(isOnPoints ? "points" : "grid")}.npz");
}
