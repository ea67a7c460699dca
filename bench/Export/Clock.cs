using System.Diagnostics;

namespace Export.Bench;

/// <summary>Times of short actions.</summary>
internal static class Clock
{
    /// <summary>
    /// Milliseconds of a run: the median over rounds of a tenth of a second each, after one to warm up.
    /// </summary>
    public static double Median(Action run, int rounds = 9)
    {
        run();
        double[] times = [.. Enumerable.Range(0, rounds).Select(_ =>
        {
            long start = Stopwatch.GetTimestamp();
            int count = 0;
            do
            {
                run();
                count++;
            }
            while (Stopwatch.GetElapsedTime(start).TotalSeconds < 0.1);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds / count;
        }).Order()];
        return times[rounds / 2];
    }
}
