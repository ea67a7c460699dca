using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Microsoft.ML.NeuralOperators.Reports;

/// <summary>A chart as the page holds it: what the script draws, and the numbers as a table.</summary>
[RequiresUnreferencedCode(PageData.Untrimmed), RequiresDynamicCode(PageData.Untrimmed)]
internal static class ChartMarkup
{
    private const int MostRows = 200;

    public static string Html(ReportChart chart)
    {
        foreach (ChartCurve curve in chart.Curves)
            if (curve.Values.Count != chart.Places.Count)
                throw new ArgumentException($"Chart '{chart.Title}': curve '{curve.Name}' has {curve.Values.Count} "
                    + $"values, expected {chart.Places.Count}, one for every place.");
        if (chart.PlaceNames is { } names && names.Count != chart.Places.Count)
            throw new ArgumentException($"Chart '{chart.Title}' has {names.Count} names of places, expected "
                + $"{chart.Places.Count}.");
        if (chart.Keys is { } keys && keys.Count != chart.Places.Count)
            throw new ArgumentException($"Chart '{chart.Title}' has {keys.Count} keys of places, expected "
                + $"{chart.Places.Count}.");
        return $"<figure class=\"chart\"><figcaption>{HtmlReport.Escape(chart.Title)}</figcaption>"
            + $"<div class=\"plot\"></div>{Script(chart)}"
            + $"<details><summary>Numbers<span class=\"hidden\">: {HtmlReport.Escape(chart.Title)}</span></summary>"
            + $"{Table(chart)}</details></figure>";
    }

    private static string Script(ReportChart chart) => PageData.Script(new
    {
        chart.Title,
        x = chart.Places.Select(Finite),
        names = chart.PlaceNames,
        keys = chart.Keys,
        xNames = chart.X.Names,
        xLabel = chart.X.Label,
        yLabel = chart.Y.Label,
        rightLabel = chart.Right?.Label,
        xLog = chart.X.IsLogarithmic,
        yLog = chart.Y.IsLogarithmic,
        rightLog = chart.Right?.IsLogarithmic ?? false,
        bars = chart.HasBars,
        curves = chart.Curves.Select(c => new ScriptCurve(c.Name, c.Values.Select(v =>
            IsLogarithmic(chart, c) && !(v > 0) ? null : Finite(v)), c.IsRight, Word(c.Shape))),
        marks = chart.Marks,
    });

    private static bool IsLogarithmic(ReportChart chart, ChartCurve curve)
        => curve.IsRight ? chart.Right is { IsLogarithmic: true } : chart.Y.IsLogarithmic;

    // Long ones are thinned: who wants each number has the file it came from.
    private static string Table(ReportChart chart)
    {
        int step = (chart.Places.Count + MostRows - 1) / MostRows;
        return HtmlReport.TableHtml([chart.X.Label, .. chart.Curves.Select(c => c.Name)],
            Enumerable.Range(0, chart.Places.Count).Where(i => step < 2 || i % step == 0)
            .Select(i => (IReadOnlyList<string>)[chart.PlaceNames?[i] ?? ReportNumber.Text(chart.Places[i], 4),
                .. chart.Curves.Select(c => double.IsFinite(c.Values[i]) ? ReportNumber.Text(c.Values[i]) : "–")]));
    }

    private static string? Word(ChartShape shape) => shape switch
    {
        ChartShape.Steps => "steps",
        ChartShape.Points => "points",
        _ => null,
    };

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private sealed record ScriptCurve(string Name, IEnumerable<double?> Values,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Right, string? Shape);
}
