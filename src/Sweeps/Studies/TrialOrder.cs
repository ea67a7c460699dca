namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>Which trials are better than others.</summary>
internal static class TrialOrder
{
    /// <summary>The trial with the smallest loss of those within the limits; null where there is none.</summary>
    public static SweepTrial? Best(IEnumerable<SweepTrial> trials)
        => Ranked(trials).FirstOrDefault(t => t.IsWithinLimits);

    /// <summary>The trials that have a result, the smallest loss first.</summary>
    public static IEnumerable<SweepTrial> Ranked(IEnumerable<SweepTrial> trials)
        => trials.Where(t => t.Loss is { } loss && double.IsFinite(loss)).OrderBy(t => t.Loss).ThenBy(t => t.Number);

    /// <summary>The trials that none beats in all of some metrics.</summary>
    /// <param name="trials">All trials.</param>
    /// <param name="metrics">
    /// The metrics; without any, the relative L2 error and the time of a prediction.
    /// </param>
    public static IReadOnlyList<SweepTrial> Front(IEnumerable<SweepTrial> trials, SweepMetric[] metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        if (metrics.Length == 0) metrics = [SweepMetric.RelativeL2, SweepMetric.Milliseconds];
        SweepTrial[] all = [.. trials.Where(t => metrics.All(m => t.Metrics.TryGetValue(m, out double value)
            && double.IsFinite(value)))];
        return [.. all.Where(t => !all.Any(other => Beats(other, t))).OrderBy(t => t.Metrics[metrics[0]])
            .ThenBy(t => t.Number)];

        bool Beats(SweepTrial one, SweepTrial other)
            => metrics.All(m => one.Metrics[m] <= other.Metrics[m])
                && metrics.Any(m => one.Metrics[m] < other.Metrics[m]);
    }
}
