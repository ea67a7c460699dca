using System.Diagnostics;

namespace Operators.Bench;

/// <summary>Wall and processor time of this process.</summary>
internal static class Clock
{
    private const int Chunks = 8;
    private const double ChunkSeconds = 0.15;

    /// <summary>Now, in seconds of an arbitrary beginning.</summary>
    public static (double Wall, double Cpu) Now
    {
        get
        {
            using Process process = Process.GetCurrentProcess();
            return (Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency, process.TotalProcessorTime.TotalSeconds);
        }
    }

    /// <summary>
    /// Seconds of one call: the best of some chunks of calls, after a first one that warms everything.
    /// </summary>
    public static (double Wall, double Cpu) Repeat(Action call)
    {
        (double Wall, double Cpu) best = (double.PositiveInfinity, double.PositiveInfinity);
        for (int chunk = 0; chunk <= Chunks; chunk++)
        {
            var (wall, cpu) = Now;
            int calls = 0;
            for (var watch = Stopwatch.StartNew(); calls < 2 || watch.Elapsed.TotalSeconds < ChunkSeconds; calls++)
                call();
            var (wallAfter, cpuAfter) = Now;
            if (chunk > 0)
                best = (Math.Min(best.Wall, (wallAfter - wall) / calls), Math.Min(best.Cpu, (cpuAfter - cpu) / calls));
        }
        return best;
    }

    /// <summary>
    /// The part of the processor time of <paramref name="whole"/> that <paramref name="core"/> does not take: the
    /// median of pairs turn about.
    /// </summary>
    public static double Share(Action whole, Action core)
    {
        var shares = new List<double>();
        for (int pair = 0; pair <= 3 * Chunks; pair++)
        {
            double first = Cpu(pair % 2 == 0 ? core : whole), second = Cpu(pair % 2 == 0 ? whole : core);
            if (pair > 0) shares.Add(1 - (pair % 2 == 0 ? first / second : second / first));
        }
        shares.Sort();
        return shares[shares.Count / 2];

        static double Cpu(Action call)
        {
            var (_, before) = Now;
            int calls = 0;
            for (var watch = Stopwatch.StartNew(); watch.Elapsed.TotalSeconds < ChunkSeconds; calls++) call();
            return (Now.Cpu - before) / calls;
        }
    }

    /// <summary>Seconds of the best interval between marks, the first interval left out where there are more.</summary>
    public static (double Wall, double Cpu) BestInterval(IReadOnlyList<(double Wall, double Cpu)> marks)
    {
        var intervals = marks.Skip(1)
            .Zip(marks, (later, earlier) => (Wall: later.Wall - earlier.Wall, Cpu: later.Cpu - earlier.Cpu)).ToArray();
        if (intervals.Length > 1) intervals = intervals[1..];
        return (intervals.Min(i => i.Wall), intervals.Min(i => i.Cpu));
    }
}
