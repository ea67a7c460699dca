namespace Microsoft.ML.NeuralOperators;

/// <summary>What a sweep found.</summary>
/// <param name="Trials">All trials of the study, in the order of their numbers.</param>
/// <param name="BestTrial">The one with the smallest loss of those within the limits.</param>
/// <param name="Model">Its model; dispose it.</param>
public sealed record SweepResult(IReadOnlyList<SweepTrial> Trials, SweepTrial BestTrial,
    NeuralOperatorTransformer Model) : IDisposable
{
    /// <summary>
    /// The trials that none beats in everything: for each, every other is worse in one of the metrics at least. In the
    /// order of the first metric.
    /// </summary>
    /// <param name="metrics">The metrics, all to be made small; without any, the relative L2 error and the time of a
    /// prediction.</param>
    public IReadOnlyList<SweepTrial> ParetoFront(params SweepMetric[] metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        if (metrics.Length == 0) metrics = [SweepMetric.RelativeL2, SweepMetric.Milliseconds];
        SweepTrial[] all = [.. Trials.Where(t => metrics.All(m => t.Metrics.TryGetValue(m, out double value)
            && double.IsFinite(value)))];
        return [.. all.Where(t => !all.Any(other => Beats(other, t))).OrderBy(t => t.Metrics[metrics[0]])
            .ThenBy(t => t.Number)];

        bool Beats(SweepTrial one, SweepTrial other)
            => metrics.All(m => one.Metrics[m] <= other.Metrics[m])
                && metrics.Any(m => one.Metrics[m] < other.Metrics[m]);
    }

    /// <inheritdoc/>
    public void Dispose() => Model.Dispose();
}
