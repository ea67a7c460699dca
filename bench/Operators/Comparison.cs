namespace Operators.Bench;

/// <summary>Measures programs turn about, so that a slow minute of a shared machine hits all of them.</summary>
/// <param name="contenders">The programs, ours first.</param>
/// <param name="rounds">Measurements of each.</param>
internal sealed class Comparison(IReadOnlyList<Contender> contenders, int rounds)
{
    /// <summary>All readings of a row: [contender][round].</summary>
    /// <exception cref="InvalidOperationException">The programs have different networks, or one failed.</exception>
    public Reading[][] Measure(Workload workload)
    {
        Reading[][] readings = [.. contenders.Select(_ => new Reading[rounds])];
        for (int round = 0; round < rounds; round++)
            for (int i = 0; i < contenders.Count; i++)
            {
                // Every second round goes backwards: none always comes after the same one.
                int which = round % 2 == 0 ? i : contenders.Count - 1 - i;
                readings[which][round] = contenders[which].Measure(workload);
            }
        long parameters = readings[0][0].Parameters;
        foreach (var (contender, own) in contenders.Zip(readings))
            if (own[0].Parameters != parameters)
                throw new InvalidOperationException($"{workload.Model}: ours has {parameters} parameters, "
                    + $"{contender.Name} {own[0].Parameters}.");
        return readings;
    }
}

/// <summary>How often one program takes the time of another, from pairs of readings of the same round.</summary>
/// <param name="Median">The median of the pairs.</param>
/// <param name="Least">The smallest.</param>
/// <param name="Most">The largest.</param>
internal sealed record Ratio(double Median, double Least, double Most)
{
    public static Ratio Of(IEnumerable<double> numerators, IEnumerable<double> denominators)
    {
        double[] pairs = [.. numerators.Zip(denominators, (a, b) => a / b).Order()];
        int middle = pairs.Length / 2;
        double median = pairs.Length % 2 == 1 ? pairs[middle] : (pairs[middle - 1] + pairs[middle]) / 2;
        return new Ratio(median, pairs[0], pairs[^1]);
    }

    public override string ToString() => Least == Most ? $"{Median:f2}" : $"{Median:f2} ({Least:f2} to {Most:f2})";
}
