using Microsoft.ML.NeuralOperators.Reports;
using static System.FormattableString;

namespace Microsoft.ML.NeuralOperators.Sweeps.Reports;

/// <summary>The page of a study: its sections in order.</summary>
/// <param name="study">The study.</param>
/// <param name="model">The forest of its results.</param>
/// <param name="best">What the best model says of itself.</param>
/// <param name="options">The heading and more.</param>
internal sealed class SweepPage(SweepStudy study, ImportanceModel model, BestModel? best, SweepReportOptions options)
{
    public HtmlReport Write()
    {
        string names = string.Join(", ", study.Description.Spaces.Select(s => s.Name));
        var page = new HtmlReport(options.Title ?? (names.Length > 0 ? $"Sweep of {names}" : "Sweep"));
        if (options.Summary is { } summary) page.Paragraph(summary);
        page.Facts(Facts());
        if (study.BestTrial is { } trial) page.Paragraph($"Best is {MetricNames.Trial(trial)}: "
            + $"{MetricNames.Options(trial)}.");
        else page.Paragraph("No trial has a result yet.");
        var rungs = new RungCurves(study.Trials);
        new HistorySection(study, rungs).Write(page);
        new OptionSections(study, model, rungs).Write(page);
        new TrialSections(study, rungs).Write(page);
        Pipeline(page);
        Study(page);
        return page;
    }

    private IEnumerable<(string Name, string Value)> Facts()
    {
        if (study.BestTrial is { } trial)
        {
            yield return ($"{MetricNames.Of(study.Objective)}, best trial", ReportNumber.Text(trial.Loss!.Value));
            if (trial.Metrics.ContainsKey(SweepMetric.Milliseconds))
                yield return ("per prediction", $"{MetricNames.Value(trial, SweepMetric.Milliseconds)} ms");
            if (trial.Metrics.ContainsKey(SweepMetric.Parameters))
                yield return ("parameters", MetricNames.Value(trial, SweepMetric.Parameters));
        }
        yield return ("trials", $"{study.Trials.Count}");
        int whole = study.Trials.Count(t => t.State == SweepTrialState.Completed);
        if (whole < study.Trials.Count) yield return ("trained to the end", $"{whole}");
        yield return ("of training", TrainingSections.Duration(study.Trials.Sum(t => t.Seconds)));
    }

    private void Pipeline(HtmlReport page)
    {
        if (study.BestTrial is null) return;
        page.Section("Best pipeline");
        if (study.BestPipeline(options.DataCode) is { } code)
            page.Paragraph("The program that trains the best trial again, on the same split of the rows.").Code(code);
        else
            page.Paragraph("It cannot be written as code: its model is not at hand, learns on points, or is an "
                + "operator of your own. Its options are in the table of trials.");
    }

    private void Study(HtmlReport page)
    {
        StudyDescription d = study.Description;
        page.Section("Study");
        if (options.Data is { } data) page.Paragraph(data);
        if (options.Repeat is { } repeat) page.Code(repeat);
        page.Table(["model", "option", "tried"], d.Spaces.SelectMany(s => s.Options.Select(o
            => (IReadOnlyList<string>)[s.Name, o.Name, $"{o}"])));
        var facts = new List<IReadOnlyList<string>> { new[] { "made small", MetricNames.Of(d.Objective) } };
        foreach (var (metric, maximum) in d.Limits)
            facts.Add(["limit", $"{MetricNames.Of(metric)} at most {ReportNumber.Text(maximum)}"]);
        if (d.Tuner.Length > 0) facts.Add(["tuner", d.Tuner]);
        if (d.Halving.Length > 0) facts.Add(["epochs", d.Halving]);
        if (d.ValidationFraction is { } share) facts.Add(["rows held back", Invariant($"{100 * share:g4} %")]);
        facts.Add(["seed", Invariant($"{d.Seed}")]);
        if (best?.Report is { } report)
        {
            foreach (var (name, version) in report.Versions)
                facts.Add([name == "system" ? "trained under" : $"trained with {name}", version]);
            facts.Add(["trained on", report.Device]);
        }
        facts.Add(["written at", Invariant($"{DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC")]);
        page.Table([], facts);
    }
}
