using System.Diagnostics;
using Microsoft.ML.NeuralOperators;
using static System.FormattableString;

namespace Export.Bench;

/// <summary>A model of more than 2 GiB: written, checked, opened and run.</summary>
internal static class LargeModel
{
    private const int Size = 32;

    public static void Run(string folder)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, "large.onnx");
        // 305 million numbers a layer.
        var definition = new Fno(1, 1, new() { Modes = [272, 272], Channels = 64, Layers = 2 });
        ParameterValues values = Time("made", () => ParameterValues.Initialize(definition, 0));
        Time("written", () =>
        {
            OnnxExporter.Export(definition, values, path);
            return 0;
        });
        foreach (string file in new[] { path, path + ".data" })
            Console.WriteLine(Invariant($"{Path.GetFileName(file)}: {new FileInfo(file).Length} bytes"));
        using (OnnxOperatorSession session = Time("checked and opened", () => OnnxOperatorSession.Open(path)))
        {
            float[] x = [.. Enumerable.Range(0, Size * Size).Select(i => MathF.Sin(i))];
            float[] y = Time("run", () => session.Run([(x, [1, 1, Size, Size])]).Values);
            Console.WriteLine(Invariant($"scores from {y.Min():g4} to {y.Max():g4}"));
        }
        File.Delete(path);
        File.Delete(path + ".data");
    }

    private static T Time<T>(string what, Func<T> run)
    {
        long start = Stopwatch.GetTimestamp();
        T result = run();
        Console.WriteLine(Invariant($"{what} in {Stopwatch.GetElapsedTime(start).TotalSeconds:f1} s"));
        return result;
    }
}
