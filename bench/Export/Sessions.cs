using System.Diagnostics;
using Microsoft.ML.NeuralOperators;
using static System.FormattableString;

namespace Export.Bench;

/// <summary>Predictions a second of several sessions at once, each called by a thread of its own.</summary>
internal static class Sessions
{
    private const double Seconds = 1;
    private const int Rounds = 3;

    public static void Run(string model, int size)
    {
        byte[] bytes = File.ReadAllBytes(model);
        int cores = Environment.ProcessorCount;
        // As ONNX Runtime would do by itself: as many threads for each session as there are cores.
        (string Name, ExecutionOptions Options)[] all =
        [
            ("shared", new()), ("of their own, one per core", new() { Threads = cores }),
            ("of their own, one", new() { Threads = 1 }),
        ];
        Console.WriteLine($"| threads | {string.Join(" | ", Counts(cores).Select(n => $"{n} at once"))} |");
        Console.WriteLine($"|---|{string.Concat(Counts(cores).Select(_ => "---|"))}");
        foreach (var (name, options) in all)
        {
            IEnumerable<string> rates = Counts(cores).Select(n => Enumerable.Range(0, Rounds)
                .Max(_ => Rate(bytes, options, n, size))).Select(rate => Invariant($"{rate:f0}"));
            Console.WriteLine($"| {name} | {string.Join(" | ", rates)} |");
        }
    }

    private static int[] Counts(int cores) => [1, cores, 2 * cores, 4 * cores];

    private static double Rate(byte[] model, ExecutionOptions options, int count, int size)
    {
        OnnxOperatorSession[] sessions =
            [.. Enumerable.Range(0, count).Select(_ => OnnxOperatorSession.Open(model, options))];
        long runs = 0, start = 0;
        using var begin = new Barrier(count, _ => start = Stopwatch.GetTimestamp());
        Thread[] threads = [.. sessions.Select(session => new Thread(() =>
        {
            float[] x = new float[size * size], y = new float[size * size];
            long[] shape = [1, 1, size, size];
            session.Run(x, shape, y, shape);
            begin.SignalAndWait();
            for (; Stopwatch.GetElapsedTime(start).TotalSeconds < Seconds; Interlocked.Increment(ref runs))
                session.Run(x, shape, y, shape);
        }))];
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        Array.ForEach(sessions, s => s.Dispose());
        return runs / Seconds;
    }
}
