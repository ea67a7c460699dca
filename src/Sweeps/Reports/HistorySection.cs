using Microsoft.ML.NeuralOperators.Reports;

namespace Microsoft.ML.NeuralOperators.Sweeps.Reports;

/// <summary>How the best result came about: over trials, over time, and in learning curves.</summary>
/// <param name="study">The study.</param>
/// <param name="rungs">The rungs of its trials.</param>
internal sealed class HistorySection(SweepStudy study, RungCurves rungs)
{
    // Longer gaps between results, in which nothing was trained, are pauses of the study.
    private const double LongestGap = 60;
    private const int MostCurves = 150;

    private readonly SweepTrial[] _known =
        [.. study.Trials.Where(t => t.Loss is { } loss && double.IsFinite(loss))];

    public void Write(HtmlReport page)
    {
        if (_known.Length == 0) return;
        page.Section("History").Charts([ByTrial(), .. ByTime() is { } time ? [time] : Array.Empty<ReportChart>()]);
        if (Curves() is { } curves) page.Add($"<div class=\"charts\">{curves.Html()}</div>");
    }

    /// <summary>Minutes from the beginning to every result, pauses of the study left out.</summary>
    public static IReadOnlyList<double> Minutes(IReadOnlyList<StudyResult> results)
    {
        var spent = new Dictionary<int, double>();
        var minutes = new List<double>();
        double before = double.NaN, pauses = 0, begin = 0;
        foreach (StudyResult result in results)
        {
            // Of a trial that goes on, only what was trained since its last result.
            double start = result.Time - (result.Seconds - spent.GetValueOrDefault(result.Trial));
            spent[result.Trial] = result.Seconds;
            if (double.IsNaN(before)) begin = start;
            else if (start - before > LongestGap) pauses += start - before;
            before = result.Time;
            minutes.Add((result.Time - begin - pauses) / 60);
        }
        return minutes;
    }

    private ReportChart ByTrial()
    {
        double best = double.PositiveInfinity;
        double[] bests = [.. _known.Select(t => t.IsWithinLimits && t.Loss < best ? best = t.Loss!.Value : best)
            .Select(b => double.IsFinite(b) ? b : double.NaN)];
        return new ReportChart("Results by trial", new("trial"), Error(), [.. _known.Select(t => (double)t.Number)],
            [.. rungs.All(_known), new ChartCurve("best so far", bests) { Shape = ChartShape.Steps }])
        {
            Keys = [.. _known.Select(t => (int?)t.Number)],
            PlaceNames = [.. _known.Select(MetricNames.Trial)],
        };
    }

    private ReportChart? ByTime()
    {
        var results = study.Results.Zip(Minutes(study.Results))
            .Where(r => double.IsFinite(r.First.Loss)).ToArray();
        if (results.Length < 2) return null;
        double best = double.PositiveInfinity;
        HashSet<int> allowed = [.. study.Trials.Where(t => t.IsWithinLimits).Select(t => t.Number)];
        double[] bests = [.. results.Select(r => allowed.Contains(r.First.Trial) ? best = Math.Min(best, r.First.Loss)
            : best).Select(b => double.IsFinite(b) ? b : double.NaN)];
        bool isLong = results[^1].Second > 180;
        return new ReportChart("Results by time", new(isLong ? "hours" : "minutes"), Error(),
            [.. results.Select(r => isLong ? r.Second / 60 : r.Second)],
            [.. rungs.Results([.. results.Select(r => r.First)]),
                new ChartCurve("best so far", bests) { Shape = ChartShape.Steps }])
        {
            Keys = [.. results.Select(r => (int?)r.First.Trial)],
            PlaceNames = [.. results.Select(r => $"trial {r.First.Trial}, {ReportNumber.Text(r.Second)} min")],
        };
    }

    private CurveBundle? Curves()
    {
        (SweepTrial Trial, double[] Errors)[] curves = [.. TrialOrder.Ranked(study.Trials)
            .Select(t => (t, t.Curve.Select(e => e.ValidationError ?? double.NaN).ToArray()))
            .Where(c => c.Item2.Any(e => e > 0 && double.IsFinite(e))).Take(MostCurves)];
        if (curves.Length == 0) return null;
        string shown = curves.Length < MostCurves ? "" : $" of the best {MostCurves} trials";
        return new CurveBundle($"Learning curves{shown}", "epoch", "validation error",
            [.. curves.Select(c => (c.Trial.Number, MetricNames.Trial(c.Trial), (IReadOnlyList<double>)c.Errors))]);
    }

    private ChartAxis Error() => new(MetricNames.Of(study.Objective), true);
}
