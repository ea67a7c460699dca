using static System.FormattableString;

namespace Microsoft.ML.NeuralOperators.Sweeps.Reports;

/// <summary>The Pareto front, the best trials and those that were not trained.</summary>
/// <param name="study">The study.</param>
/// <param name="rungs">The rungs of its trials.</param>
internal sealed class TrialSections(SweepStudy study, RungCurves rungs)
{
    private const int Best = 10, MostListed = 300, MostFaults = 50;
    private static readonly SweepMetric[] Costs = [SweepMetric.Milliseconds, SweepMetric.Parameters, SweepMetric.Bytes];

    public void Write(HtmlReport page)
    {
        Front(page);
        Table(page);
        Faults(page);
    }

    private void Front(HtmlReport page)
    {
        SweepMetric error = Costs.Contains(study.Objective) ? SweepMetric.RelativeL2 : study.Objective;
        // Bytes follow from the parameters, unless a limit asks for them.
        ReportChart[] charts = [.. Costs.Where(c => c != SweepMetric.Bytes || study.Objective == c
            || study.Description.Limits.ContainsKey(c)).Select(cost => Front(cost, error)).OfType<ReportChart>()];
        if (charts.Length == 0) return;
        page.Section("Pareto front").Paragraph("On the line lie the trials that no other one beats in both. Errors and "
            + "times are those of the validation rows, times of predictions in batches on the machine of the trial.");
        page.Charts(charts);
        SweepMetric[] shown = [error, .. Costs.Take(2)];
        page.Details("Trials on a front", ["trial", "model", .. shown.Select(MetricNames.Of), "options"],
            Costs.Take(2).SelectMany(c => study.ParetoFront(error, c)).Distinct()
            .OrderBy(t => t.Metrics[error]).Select(t => (IReadOnlyList<string>)[$"{t.Number}", t.Space,
                .. shown.Select(m => MetricNames.Value(t, m)), MetricNames.Options(t)]));
    }

    private ReportChart? Front(SweepMetric cost, SweepMetric error)
    {
        SweepTrial[] trials = [.. study.Trials.Where(t => Positive(t, cost) && Positive(t, error))
            .OrderBy(t => t.Metrics[cost]).ThenBy(t => t.Metrics[error])];
        if (trials.Select(t => t.Metrics[cost]).Distinct().Count() < 2) return null;
        HashSet<int> front = [.. study.ParetoFront(error, cost).Select(t => t.Number)];
        return new ReportChart($"Error against {MetricNames.Of(cost)}", new(MetricNames.Of(cost), true),
            new(MetricNames.Of(error), true), [.. trials.Select(t => t.Metrics[cost])],
            [.. rungs.Last(trials, t => t.Metrics[error]), new ChartCurve("front", [.. trials.Select(t
                => front.Contains(t.Number) ? t.Metrics[error] : double.NaN)]) { Shape = ChartShape.Steps }])
        {
            Keys = [.. trials.Select(t => (int?)t.Number)],
            PlaceNames = [.. trials.Select(MetricNames.Trial)],
            Marks = study.Description.Limits.TryGetValue(cost, out double limit) ? [new(limit, "limit")] : [],
        };
    }

    private static bool Positive(SweepTrial trial, SweepMetric metric)
        => trial.Metrics.TryGetValue(metric, out double value) && double.IsFinite(value) && value > 0;

    private void Table(HtmlReport page)
    {
        SweepTrial[] ranked = [.. TrialOrder.Ranked(study.Trials)];
        if (ranked.Length == 0) return;
        SweepMetric[] shown = [.. new[] { study.Objective, SweepMetric.RelativeL2, SweepMetric.Milliseconds,
            SweepMetric.Parameters }.Distinct()];
        IReadOnlyList<string> heads = ["trial", "model", .. shown.Select(MetricNames.Of), "epochs", "training",
            "options"];
        page.Section("Trials").Table(heads, ranked.Take(Best).Select(Row));
        if (ranked.Length > Best)
            page.Details(ranked.Length > MostListed ? $"The best {MostListed} of {ranked.Length} trials"
                : $"All {ranked.Length} trials with a result", heads, ranked.Take(MostListed).Select(Row));

        IReadOnlyList<string> Row(SweepTrial t) => [$"{t.Number}", t.Space,
            .. shown.Select(m => MetricNames.Value(t, m)), $"{t.Epochs}/{t.AllEpochs}",
            Invariant($"{t.Seconds:f1} s"), MetricNames.Options(t) + (t.IsWithinLimits ? "" : " (beyond the limits)")];
    }

    private void Faults(HtmlReport page)
    {
        SweepTrial[] faults = [.. study.Trials.Where(t
            => t.State is SweepTrialState.Refused or SweepTrialState.Failed)];
        if (faults.Length == 0) return;
        int refused = faults.Count(t => t.State == SweepTrialState.Refused);
        page.Section("Not trained").Paragraph($"{refused} trial{(refused == 1 ? " was" : "s were")} refused before the "
            + $"training, since they fitted neither memory nor time; {faults.Length - refused} failed.");
        page.Table(["trial", "model", "state", "why", "options"], faults.Take(MostFaults).Select(t
            => (IReadOnlyList<string>)[$"{t.Number}", t.Space,
                t.State == SweepTrialState.Refused ? "refused" : "failed", t.Fault ?? "–", MetricNames.Options(t)]));
        if (faults.Length > MostFaults) page.Paragraph($"And {faults.Length - MostFaults} more.");
    }
}
