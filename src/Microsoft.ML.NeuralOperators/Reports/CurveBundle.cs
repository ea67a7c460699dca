using System.Diagnostics.CodeAnalysis;

namespace Microsoft.ML.NeuralOperators.Reports;

/// <summary>
/// Many curves of one kind, such as the learning curves of trials, the best first. One of them is chosen with the
/// pointer, the arrow keys, or in another figure that knows it.
/// </summary>
/// <param name="Title">The figure's title.</param>
/// <param name="XLabel">The label of the axis of places, such as "epoch".</param>
/// <param name="YLabel">The label of the axis of values, which is logarithmic.</param>
/// <param name="Curves">The curves, with values at 1, 2, … as far as each goes.</param>
internal sealed record CurveBundle(string Title, string XLabel, string YLabel,
    IReadOnlyList<(int Key, string Name, IReadOnlyList<double> Values)> Curves)
{
    private const int MostRows = 60;

    [RequiresUnreferencedCode(PageData.Untrimmed), RequiresDynamicCode(PageData.Untrimmed)]
    public string Html()
    {
        int length = Curves.Max(c => c.Values.Count);
        return $"<figure class=\"chart bundle\"><figcaption>{HtmlReport.Escape(Title)}</figcaption>"
            + "<div class=\"plot\"></div>" + PageData.Script(new
            {
                Title,
                XLabel,
                YLabel,
                x = Enumerable.Range(1, length),
                curves = Curves.Select(c => new
                {
                    c.Key,
                    c.Name,
                    values = Enumerable.Range(0, length).Select(i => i < c.Values.Count && c.Values[i] > 0
                        && double.IsFinite(c.Values[i]) ? c.Values[i] : (double?)null),
                }),
            })
            + $"<details><summary>Numbers<span class=\"hidden\">: {HtmlReport.Escape(Title)}</span></summary>"
            + $"{Table()}</details></figure>";
    }

    private string Table() => HtmlReport.TableHtml(["curve", "first", "smallest", "last", $"{XLabel}s"],
        Curves.Take(MostRows).Select(c => (IReadOnlyList<string>)[c.Name, Number(c.Values[0]),
            Number(c.Values.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min()), Number(c.Values[^1]),
            $"{c.Values.Count}"]));

    private static string Number(double value) => double.IsFinite(value) ? ReportNumber.Text(value) : "–";
}
