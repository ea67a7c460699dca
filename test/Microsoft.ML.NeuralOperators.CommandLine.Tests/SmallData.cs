namespace Microsoft.ML.NeuralOperators.CommandLine.Tests;

/// <summary>Files that train in a second.</summary>
internal static class SmallData
{
    public const int Rows = 12;

    /// <summary>Waves a, and u = 2a + 1, on 16×16 points.</summary>
    public static string Waves(this TemporaryFolder folder, string name = "waves.npz", int rows = Rows)
    {
        float[] a = [.. Enumerable.Range(0, rows * 256).Select(i
            => MathF.Sin(i / 256 + i % 256 / 16 * 0.4f) * MathF.Cos(i % 16 * 0.3f))];
        int[] shape = [rows, 16, 16];
        DataFile.Write(folder[name], [new("a", shape, a), new("u", shape, [.. a.Select(v => 2 * v + 1)])]);
        return folder[name];
    }

    /// <summary>Waves a, and u = 2a + 1, at the points x of the unit square, 20 in every row.</summary>
    public static string ScatteredWaves(this TemporaryFolder folder)
    {
        var random = new Random(1);
        float[] x = [.. Enumerable.Range(0, Rows * 40).Select(_ => random.NextSingle())];
        float[] a = [.. Enumerable.Range(0, Rows * 20).Select(i => MathF.Sin(3 * x[i / 20 * 40 + i % 20] + i / 20))];
        int[] shape = [Rows, 1, 20];
        DataFile.Write(folder["points.npz"], [new("x", [Rows, 2, 20], x), new("a", shape, a),
            new("u", shape, [.. a.Select(v => 2 * v + 1)])]);
        return folder["points.npz"];
    }

    /// <summary>What makes a Fourier neural operator small.</summary>
    public static string[] SmallFno(this TemporaryFolder folder, string model = "model.zip") =>
        ["-i", "a", "-u", "u", "-m", "fno", "--set", "Modes=4,4", "Channels=4", "Layers=1", "BatchSize=4", "Workers=1",
            "-o", folder[model]];
}
