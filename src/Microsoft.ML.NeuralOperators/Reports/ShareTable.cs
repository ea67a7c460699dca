using static System.FormattableString;

namespace Microsoft.ML.NeuralOperators.Reports;

/// <summary>A table of shares, each with a bar.</summary>
internal static class ShareTable
{
    /// <summary>The table.</summary>
    /// <param name="name">What has a share.</param>
    /// <param name="rows">Names, shares from 0 to 1, and their uncertainty.</param>
    public static string Html(string name, IEnumerable<(string Name, double Share, double Deviation)> rows)
        => "<div class=\"table shares\"><table><thead><tr>"
        + string.Concat(new[] { name, "share", "±", "" }.Select(h => h.Length > 0
            ? $"<th scope=\"col\">{HtmlReport.Escape(h)}</th>" : "<td></td>")) + "</tr></thead><tbody>"
        + string.Concat(rows.Select(r => $"<tr><th scope=\"row\">{HtmlReport.Escape(r.Name)}</th>"
            + $"<td>{Percent(r.Share)}</td><td>{Percent(r.Deviation)}</td>"
            + Invariant($"<td><i style=\"--share:{100 * Math.Clamp(r.Share, 0, 1):f1}%\"></i></td></tr>")))
        + "</tbody></table></div>";

    private static string Percent(double share) => Invariant($"{100 * share:f1} %");
}
