namespace Operators.Bench;

/// <summary>
/// Prints rows as a table of Markdown while they are measured: best times, and ratios of the pairs of every round.
/// </summary>
internal sealed class ResultTable
{
    private readonly (int Slower, int Faster, string Title)[] _pairs;
    private readonly double? _flopsPerSecond;

    /// <summary>Prints the head.</summary>
    /// <param name="contenders">The programs, ours first.</param>
    /// <param name="flopsPerSecond">
    /// What matrix products reach on this machine, for the share of the limit; null leaves it out.
    /// </param>
    public ResultTable(IReadOnlyList<Contender> contenders, double? flopsPerSecond)
    {
        _pairs = [.. Pairs(contenders)];
        _flopsPerSecond = flopsPerSecond;
        string[] head =
        [
            "best of the rounds", .. contenders.Select(c => $"{Title(c)}, ms (CPU ms)"), .. _pairs.Select(p => p.Title),
            .. _pairs.Select(p => $"{p.Title}, CPU"), .. flopsPerSecond is null ? (string[])[] : ["share of the limit"],
        ];
        Print(head);
        Print([.. head.Select(_ => "---")]);
    }

    /// <summary>Prints one row.</summary>
    public void Add(Workload workload, Reading[][] readings)
    {
        Print([
            Workloads.Name(workload),
            .. readings.Select(r => $"{1000 * r.Min(x => x.Seconds):g4} ({1000 * r.Min(x => x.CpuSeconds):g4})"),
            .. _pairs.Select(p => Ratios(p.Slower, p.Faster, r => r.Seconds)),
            .. _pairs.Select(p => Ratios(p.Slower, p.Faster, r => r.CpuSeconds)),
            .. _flopsPerSecond is { } limit
            ? (string[])[$"{MachineLimit.Flops(workload) / readings[0].Min(r => r.Seconds) / limit:p0}"] : [],
        ]);

        string Ratios(int slower, int faster, Func<Reading, double> time)
            => Ratio.Of(readings[slower].Select(time), readings[faster].Select(time)).ToString();
    }

    // Every program against ours; beside load, ours against itself alone too.
    private static IEnumerable<(int, int, string)> Pairs(IReadOnlyList<Contender> contenders)
    {
        for (int i = 1; i < contenders.Count; i++)
        {
            int ours = 0;
            for (int j = 0; j < i; j++)
                if (contenders[j].Name == contenders[0].Name
                    && (j == 0 || contenders[j].IsBesideLoad == contenders[i].IsBesideLoad)) ours = j;
            yield return (i, ours, $"{Title(contenders[i])} : {Title(contenders[ours])}");
        }
    }

    private static string Title(Contender contender)
        => contender.IsBesideLoad ? $"{contender.Name} beside load" : contender.Name;

    private static void Print(IReadOnlyList<string> cells) => Console.WriteLine($"| {string.Join(" | ", cells)} |");
}
