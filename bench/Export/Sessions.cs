using System.Diagnostics;
using Microsoft.ML.NeuralOperators;
using static System.FormattableString;

namespace Export.Bench;

/// <summary>Predictions a second of several sessions at once, each called by a thread of its own.</summary>
internal static class Sessions
{
    private const double Seconds = 0.5;
    private const int Rounds = 4;

    public static void Run(string model, int size)
    {
        byte[] bytes = File.ReadAllBytes(model);
        int cores = Environment.ProcessorCount;
        (string Name, ExecutionOptions Options)[] all =
            [("one per core", new()), ("one", new() { Threads = 1 })];
        int[] counts = [1, cores, 2 * cores, 4 * cores];
        var best = new double[all.Length, counts.Length];
        // The kinds take turns: the machine may be used by others.
        for (int round = 0; round < Rounds; round++)
            for (int n = 0; n < counts.Length; n++)
                for (int kind = 0; kind < all.Length; kind++)
                    best[kind, n] = Math.Max(best[kind, n], Rate(bytes, all[kind].Options, counts[n], size));
        Console.WriteLine($"| threads | {string.Join(" | ", counts.Select(n => $"{n} at once"))} |");
        Console.WriteLine($"|---|{string.Concat(counts.Select(_ => "---|"))}");
        for (int kind = 0; kind < all.Length; kind++)
            Console.WriteLine($"| {all[kind].Name} | "
                + $"{string.Join(" | ", counts.Select((_, n) => Invariant($"{best[kind, n]:f0}")))} |");
    }

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
