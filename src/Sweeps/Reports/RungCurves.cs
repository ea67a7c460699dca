namespace Microsoft.ML.NeuralOperators.Sweeps.Reports;

/// <summary>Points of trials in charts, those of every rung in a colour of their own.</summary>
internal sealed class RungCurves
{
    // More than these many colours are not told apart.
    private const int Most = 3;
    private readonly IReadOnlyList<SweepTrial> _trials;
    private readonly int _rungs;

    public RungCurves(IReadOnlyList<SweepTrial> trials)
        => (_trials, _rungs) = (trials, trials.Select(t => RungOf(t) + 1).DefaultIfEmpty(1).Max());

    /// <summary>The names of the rungs, the last ones where there are many.</summary>
    public IReadOnlyList<string> Names => [.. Enumerable.Range(First, _rungs - First).Select(Name)];

    /// <summary>What a rung is called, "after 9 epochs"; null where there is but one.</summary>
    public string? NameOf(int rung) => _rungs == 1 ? null : Name(rung);

    private int First => Math.Max(0, _rungs - Most);

    /// <summary>For every rung the values of trials whose last result is of it, for points in a chart.</summary>
    /// <param name="trials">The trials at the chart's places.</param>
    /// <param name="value">What is shown of a trial.</param>
    public IEnumerable<ChartCurve> Last(IReadOnlyList<SweepTrial> trials, Func<SweepTrial, double> value)
        => Names.Select((name, i) => new ChartCurve(name, [.. trials.Select(t
            => Math.Max(RungOf(t), First) == First + i ? value(t) : double.NaN)])
        { Shape = ChartShape.Points });

    /// <summary>For every rung the results of all trials that reached it.</summary>
    public IEnumerable<ChartCurve> All(IReadOnlyList<SweepTrial> trials)
        => Names.Select((name, i) => new ChartCurve(name, [.. trials.Select(t => LossOf(t, First + i))])
        {
            Shape = ChartShape.Points,
        });

    /// <summary>For every rung the results of it, of trials each of which may have several.</summary>
    public IEnumerable<ChartCurve> Results(IReadOnlyList<StudyResult> results)
    {
        // A trial that was stopped within a rung has a result more.
        int[] rungs = [.. results.Select((r, i) => Math.Clamp(results.Take(i).Count(before => before.Trial == r.Trial),
            First, _rungs - 1))];
        return Names.Select((name, i) => new ChartCurve(name, [.. results.Zip(rungs, (r, rung)
            => rung == First + i ? r.Loss : double.NaN)])
        { Shape = ChartShape.Points });
    }

    // One that was stopped on its way to a rung counts there with what it reached.
    private static int RungOf(SweepTrial trial) => Math.Max(0, trial.RungLosses.Count - 1);

    private static double LossOf(SweepTrial trial, int rung) => rung < trial.RungLosses.Count ? trial.RungLosses[rung]
        : rung == RungOf(trial) ? trial.Loss ?? double.NaN : double.NaN;

    private string Name(int rung)
    {
        int[] epochs = [.. _trials.Where(t => t.RungLosses.Count == rung + 1 && t.State != SweepTrialState.Running)
            .Select(t => t.Epochs).Distinct()];
        return _rungs == 1 ? "trials" : epochs is [int all] ? $"after {all} epoch{(all == 1 ? "" : "s")}"
            : rung == _rungs - 1 ? "to the end" : $"rung {rung + 1}";
    }
}
