using Microsoft.ML.NeuralOperators.Reports;

namespace Microsoft.ML.NeuralOperators.Sweeps.Reports;

/// <summary>What the options did: parallel coordinates, importance, and the error against each of them.</summary>
/// <param name="study">The study.</param>
/// <param name="model">The forest of its results.</param>
/// <param name="rungs">The rungs of its trials.</param>
internal sealed class OptionSections(SweepStudy study, ImportanceModel model, RungCurves rungs)
{
    private const int MostLines = 400, MostPairs = 6, MostSlices = 16, FewestTrials = 3;

    private readonly SweepTrial[] _known = [.. TrialOrder.Ranked(study.Trials)];

    public void Write(HtmlReport page)
    {
        if (_known.Length < FewestTrials || model.Dimensions.Count == 0) return;
        page.Section("Options").Paragraph("A line is a trial, the better the stronger its colour. The pointer or the "
            + "arrow keys choose one, in all charts of the page. Drag along an axis to keep what lies there.");
        page.Add(Parallel().Html());
        SweepImportance importance = model.Measure();
        Importance(page, importance);
        Slices(page, importance);
    }

    private ParallelCoordinates Parallel()
    {
        SweepTrial[] shown = [.. _known.Take(MostLines)];
        double low = Math.Log(shown[0].Loss!.Value), high = Math.Log(shown[^1].Loss!.Value);
        double At(double loss) => high > low ? (Math.Log(loss) - low) / (high - low) : 0.5;
        string error = MetricNames.Of(study.Objective);
        return new ParallelCoordinates("Options and errors of all trials",
            [.. model.Dimensions.Select(d => new ParallelAxis(d.Name, Ticks(d.Option))),
                new ParallelAxis(error, [.. Between(low, high).Select(v => (At(Math.Exp(v)),
                    ReportNumber.Text(Math.Exp(v))))])],
            [.. shown.Select(t => new ParallelLine(t.Number, MetricNames.Trial(t),
                [.. model.Dimensions.Select(d => d.ValueOf(t) is { } v ? d.Option.Place(v) : double.NaN),
                    At(t.Loss!.Value)],
                [.. model.Dimensions.Select(d => !d.IsModel && d.ValueOf(t) is { } v ? MetricNames.Text(v) : null),
                    ReportNumber.Text(t.Loss!.Value)]))]);
    }

    private void Importance(HtmlReport page, SweepImportance importance)
    {
        page.Section("Importance");
        if (importance.Options.Count == 0)
        {
            page.Paragraph($"There are {importance.Trials} results; ten are needed to tell which options matter.");
            return;
        }
        page.Paragraph("Of how the error differs between trials, so much is the effect of each option alone: "
            + $"functional ANOVA of the logarithm of {importance.Trials} results{Which(importance)}, over a random "
            + "forest of 64 trees, ± its deviation over the trees. What is left are options together.");
        page.Add("<div class=\"charts\">" + ShareTable.Html("option",
            importance.Options.Select(o => (o.Name, o.Share, o.Deviation)))
            + (importance.Pairs.Count == 0 ? "" : ShareTable.Html("together", importance.Pairs.Take(MostPairs)
                .Select(o => (o.Name, o.Share, o.Deviation)))) + "</div>");
    }

    private void Slices(HtmlReport page, SweepImportance importance)
    {
        int[] order = importance.Options.Count == 0 ? [.. Enumerable.Range(0, model.Dimensions.Count)]
            : [.. importance.Options.Select(o => model.Dimensions.ToList().FindIndex(d => d.Name == o.Options[0]))];
        page.Section("Slices").Paragraph("The error against each option, the most important first. "
            + (importance.Options.Count == 0 ? ""
                : $"The line is the forest's mean of results{Which(importance)} over all other options."));
        page.Charts(order.Take(MostSlices).Select(Slice));
    }

    // Results of one rung are compared.
    private string Which(SweepImportance importance) => rungs.NameOf(importance.Rung) is { } name ? $" {name}" : "";

    private ReportChart Slice(int dimension)
    {
        SweptDimension d = model.Dimensions[dimension];
        bool isChoice = d.Option.Values is not null;
        var places = _known.Where(t => d.ValueOf(t) is not null)
            .Select(t => (Trial: t, X: d.Option.At(d.ValueOf(t)!) + (isChoice ? Beside(t.Number) : 0)))
            .Where(p => double.IsFinite(p.X)).OrderBy(p => p.X).ThenBy(p => p.Trial.Number).ToArray();
        SweepTrial[] trials = [.. places.Select(p => p.Trial)];
        double[] means = d.IsOrdered ? [.. trials.Select(t => model.Marginal(dimension, t))] : [];
        return new ReportChart(d.Name, new(d.Name, d.Option is { IsLogarithmic: true, Minimum: > 0 })
        {
            Names = d.Option.Values,
        }, new(MetricNames.Of(study.Objective), true), [.. places.Select(p => p.X)],
            [.. rungs.Last(trials, t => t.Loss!.Value), .. means.Any(double.IsFinite)
                ? [new ChartCurve("mean over the others", means)] : Array.Empty<ChartCurve>()])
        {
            Keys = [.. trials.Select(t => (int?)t.Number)],
            PlaceNames = [.. trials.Select(t => $"trial {t.Number}, {d.Name} {MetricNames.Text(d.ValueOf(t)!)}")],
        };
    }

    // Points of one value lie side by side.
    private static double Beside(int trial) => 0.5 * (0.618034 * trial % 1 - 0.5);

    private static IReadOnlyList<(double, string)> Ticks(DescribedOption option)
    {
        if (option.Values is { } values)
            return [.. values.Select((v, i) => (option.PlaceAt(i), v))];
        double low = option.IsLogarithmic ? Math.Log(option.Minimum) : option.Minimum;
        double high = option.IsLogarithmic ? Math.Log(option.Maximum) : option.Maximum;
        return [.. Between(low, high).Select(v => option.IsLogarithmic ? Math.Exp(v) : v)
            .Select(v => option.IsWhole ? Math.Round(v) : v).Distinct()
            .Select(v => (option.PlaceAt(v), ReportNumber.Text(v)))];
    }

    private static IEnumerable<double> Between(double low, double high)
        => high > low ? Enumerable.Range(0, 5).Select(i => low + (high - low) * i / 4) : [low];
}
