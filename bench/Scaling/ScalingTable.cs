namespace Scaling.Bench;

/// <summary>Prints the rows of a table of Markdown as they come.</summary>
internal sealed class ScalingTable
{
    public ScalingTable()
    {
        Console.WriteLine("| | parameters | step, ms (least to most) | speed of workers | sum, ms | predicted | "
            + "step predicted, ms |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
    }

    /// <summary>Adds a row.</summary>
    /// <param name="model">The operator.</param>
    /// <param name="way">How it ran.</param>
    /// <param name="own">Its readings.</param>
    /// <param name="workers">Those of one process with as many workers, round by round.</param>
    /// <param name="local">Those of as many ranks on one machine.</param>
    public void Add(string model, Way way, IReadOnlyList<Reading> own, IReadOnlyList<Reading> workers,
        IReadOnlyList<Reading> local)
    {
        double step = Median(own, r => r.StepSeconds), sum = Median(own, r => r.SumSeconds),
            // Rounds are compared one by one, since the machine's speed changes.
            speed = Probe.Median(workers.Zip(own, (a, b) => a.StepSeconds / b.StepSeconds));
        long parameters = own[0].Parameters;
        string predicted = "", stepPredicted = "";
        if (way.Megabits is { } rate)
        {
            double time = StepModel.Sum(parameters, way.Count, 1e6 * rate, Median(own, r => r.BarrierSeconds));
            predicted = $"{1e3 * time:f1}";
            stepPredicted = $"{1e3 * (Median(local, r => r.StepSeconds) - Median(local, r => r.SumSeconds) + time):f0}";
        }
        Console.WriteLine($"| {model}, {way.Name} | {parameters} | {1e3 * step:f0} "
            + $"({1e3 * own.Min(r => r.StepSeconds):f0} to {1e3 * own.Max(r => r.StepSeconds):f0}) | {speed:p0} | "
            + $"{(way.AreRanks ? $"{1e3 * sum:f1}" : "")} | {predicted} | {stepPredicted} |");
    }

    private static double Median(IReadOnlyList<Reading> readings, Func<Reading, double> value)
        => Probe.Median(readings.Select(value));
}
