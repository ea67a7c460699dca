using System.Diagnostics;

namespace Export.Bench;

/// <summary>Times of short actions on a machine that others use, too.</summary>
internal static class Clock
{
    private const int Rounds = 9;
    private const double SecondsPerRound = 0.05;

    /// <summary>
    /// Milliseconds of each action: the fastest of rounds in which they take turns, after one to warm up.
    /// </summary>
    public static double[] Best(params IReadOnlyList<Action> runs)
    {
        foreach (Action run in runs) run();
        double[] best = [.. runs.Select(_ => double.MaxValue)];
        for (int round = 0; round < Rounds; round++)
            for (int i = 0; i < best.Length; i++) best[i] = Math.Min(best[i], Milliseconds(runs[i]));
        return best;
    }

    private static double Milliseconds(Action run)
    {
        long start = Stopwatch.GetTimestamp();
        int count = 0;
        for (; Stopwatch.GetElapsedTime(start).TotalSeconds < SecondsPerRound; count++) run();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / count;
    }
}
