namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>
/// The error as a function of the options: a forest of the logarithms of the trials' losses, so that a factor of two
/// counts the same among good trials and bad ones.
/// </summary>
internal sealed class ImportanceModel
{
    // Results below which a forest says nothing, and above which those of a higher rung are enough.
    private const int Fewest = 10, Enough = 30, MostPaired = 6;
    private readonly FunctionalAnova? _anova;

    public ImportanceModel(IReadOnlyList<SweptDimension> dimensions, IReadOnlyList<SweepTrial> trials)
    {
        Dimensions = dimensions;
        Rung = Comparable(trials);
        (SweepTrial Trial, double Loss)[] known = [.. trials.Select(t => (t, LossOf(t, Rung)))
            .Where(t => t.Item2 > 0 && double.IsFinite(t.Item2))];
        Trials = known.Length;
        if (known.Length < Fewest || dimensions.Count == 0) return;
        _anova = FunctionalAnova.Of([.. dimensions.Select(d => d.Coordinate)],
            [.. known.Select(t => dimensions.Select(d => d.CoordinateOf(t.Trial)).ToArray())],
            [.. known.Select(t => Math.Log(t.Loss))]);
    }

    public IReadOnlyList<SweptDimension> Dimensions { get; }

    /// <summary>The rung whose results are compared.</summary>
    public int Rung { get; }

    /// <summary>How many results there are.</summary>
    public int Trials { get; }

    /// <summary>The importance of everything that was tried.</summary>
    public SweepImportance Measure()
    {
        if (_anova is null) return new SweepImportance([], [], Trials, Rung);
        int[] order = [.. Enumerable.Range(0, Dimensions.Count).OrderByDescending(d => _anova.Share(d).Mean)];
        int[] paired = [.. order.Take(MostPaired)];
        return new SweepImportance([.. order.Select(d => One(d))],
            [.. from i in Enumerable.Range(0, paired.Length)
                from j in Enumerable.Range(i + 1, paired.Length - i - 1)
                let pair = One(paired[i], paired[j])
                orderby pair.Share descending
                select pair], Trials, Rung);
    }

    /// <summary>
    /// The mean loss (geometric) over all other options where a dimension has a trial's value; NaN where it has none.
    /// </summary>
    public double Marginal(int dimension, SweepTrial trial)
        => _anova is not null && Dimensions[dimension].CoordinateOf(trial) is var place && !double.IsNaN(place)
            ? Math.Exp(_anova.Marginal(dimension, place).Mean) : double.NaN;

    /// <summary>A trial's loss at a rung; NaN where it has none.</summary>
    public static double LossOf(SweepTrial trial, int rung) => rung < trial.RungLosses.Count
        ? trial.RungLosses[rung] : double.NaN;

    private OptionImportance One(params int[] dimensions)
    {
        var (share, deviation) = _anova!.Share(dimensions);
        // The variance of a pair beyond that of its parts is never negative but for rounding.
        return new OptionImportance([.. dimensions.Select(d => Dimensions[d].Name)], Math.Max(0, share), deviation);
    }

    // Losses after different numbers of epochs are not compared.
    private static int Comparable(IReadOnlyList<SweepTrial> trials)
    {
        int rung = trials.Select(t => t.RungLosses.Count).DefaultIfEmpty(0).Max() - 1;
        while (rung > 0 && trials.Count(t => t.RungLosses.Count > rung) < Enough) rung--;
        return Math.Max(rung, 0);
    }
}
