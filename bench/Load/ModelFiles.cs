namespace Load.Bench;

/// <summary>
/// Two models with random weights, one of which is the file that the server serves, and their predictions.
/// </summary>
internal sealed class ModelFiles
{
    /// <summary>Points along an axis of the grids that are asked for.</summary>
    public static readonly int[] Sizes = [24, 48, 64];

    private readonly byte[][] _models;
    // By size, the predictions of either model.
    private readonly Dictionary<int, float[][]> _expected;
    private int _current;

    public ModelFiles(string folder)
    {
        Path = System.IO.Path.Combine(folder, "model.onnx");
        NeuralOperator definition = new FnoOptions { Modes = [8, 8], Channels = 16, Layers = 4 }.Define(1, 1);
        _models = [.. new[] { 1, 2 }.Select(seed
            => OnnxExporter.Export(definition, ParameterValues.Initialize(definition, seed)))];
        Fields = Sizes.ToDictionary(size => size, Field);
        _expected = Sizes.ToDictionary(size => size, size => _models.Select(model => Predict(model, size)).ToArray());
        File.WriteAllBytes(Path, _models[0]);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>A field of every size.</summary>
    public IReadOnlyDictionary<int, float[]> Fields { get; }

    /// <summary>Puts the other model into the file.</summary>
    public void Change()
    {
        _current = 1 - _current;
        File.WriteAllBytes(Path + ".next", _models[_current]);
        File.Move(Path + ".next", Path, overwrite: true);
        Console.WriteLine($"model {_current + 1} in the file");
    }

    /// <summary>Whether rows of a size all are the prediction of one of the models.</summary>
    public bool IsRight(int size, ReadOnlySpan<float> rows)
    {
        int points = size * size;
        if (rows.Length % points != 0) return false;
        for (int first = 0; first < rows.Length; first += points)
            if (!IsNear(_expected[size][0], rows.Slice(first, points))
                && !IsNear(_expected[size][1], rows.Slice(first, points)))
                return false;
        return true;
    }

    private static bool IsNear(float[] expected, ReadOnlySpan<float> actual)
    {
        for (int i = 0; i < expected.Length; i++)
            if (!(MathF.Abs(expected[i] - actual[i]) < 1e-4f)) return false;
        return true;
    }

    private static float[] Field(int size)
    {
        var random = new Random(size);
        return [.. Enumerable.Range(0, size * size).Select(_ => random.NextSingle())];
    }

    private float[] Predict(byte[] model, int size)
    {
        using OnnxOperatorSession session = OnnxOperatorSession.Open(model);
        return session.Run((Fields[size], [1, 1, size, size])).Values;
    }
}
