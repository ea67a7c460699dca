namespace Scaling.Bench;

/// <summary>Prints the rows of a table of Markdown as they come.</summary>
internal sealed class ScalingTable
{
    public ScalingTable()
    {
        Console.WriteLine("| | parameters | step, ms (least to most) | speed of workers | sum, ms | predicted | "
            + "wait for sums predicted | step predicted, ms |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
    }

    /// <summary>Adds a row.</summary>
    /// <param name="name">The operator.</param>
    /// <param name="way">How it ran.</param>
    /// <param name="own">Its readings.</param>
    /// <param name="workers">Those of one process with as many workers, round by round.</param>
    /// <param name="local">Those of as many ranks on one machine.</param>
    public void Add(string name, Way way, IReadOnlyList<Reading> own, IReadOnlyList<Reading> workers,
        IReadOnlyList<Reading> local)
    {
        double step = Median(own, r => r.StepSeconds), sum = Median(own, r => r.SumSeconds),
            // Rounds are compared one by one, since the machine's speed changes.
            speed = Probe.Median(workers.Zip(own, (a, b) => a.StepSeconds / b.StepSeconds));
        long parameters = own[0].Parameters;
        string predicted = "", waitPredicted = "", stepPredicted = "";
        if (way.Megabits is { } rate)
        {
            var model = new StepModel(way.Count, 1e6 * rate, Median(own, r => r.BarrierSeconds));
            // On one machine every bucket is added as soon as it is there.
            double wait = Median(local, r => model.Wait(r.Buckets)),
                localWait = Median(local, r => r.SumSeconds * r.Buckets[^1].Bytes / r.Buckets.Sum(b => b.Bytes));
            predicted = $"{1e3 * model.Sum(parameters * sizeof(float)):f1}";
            waitPredicted = $"{1e3 * wait:f1}";
            stepPredicted = $"{1e3 * (Median(local, r => r.StepSeconds) - localWait + wait):f0}";
        }
        Console.WriteLine($"| {name}, {way.Name} | {parameters} | {1e3 * step:f0} "
            + $"({1e3 * own.Min(r => r.StepSeconds):f0} to {1e3 * own.Max(r => r.StepSeconds):f0}) | {speed:p0} | "
            + $"{(way.AreRanks ? $"{1e3 * sum:f1}" : "")} | {predicted} | {waitPredicted} | {stepPredicted} |");
        if (!way.AreRanks) return;
        Console.Error.WriteLine($"{name}, {way.Name}, {own.Count} rounds; buckets of the last one: "
            + string.Join(", ", own[^1].Buckets.Select(b => $"{b.Bytes >> 10} KiB {1e3 * b.Seconds:f1} ms")));
    }

    private static double Median(IReadOnlyList<Reading> readings, Func<Reading, double> value)
        => Probe.Median(readings.Select(value));
}
