using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;
using Microsoft.ML.NeuralOperators.Reports;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// One self-contained page for screens of any width and for paper, light or dark, for pointer, keyboard and screen
/// reader. Pictures, data and scripts are inside; nothing is loaded. Without scripts it still shows pictures and
/// tables.
/// </summary>
/// <param name="title">The heading.</param>
public sealed class HtmlReport(string title)
{
    private const int MostFactsAcross = 6;

    private readonly List<(string Heading, StringBuilder Html)> _sections = [("", new())];
    private int _explorers;

    /// <summary>Begins a section: what follows stands under its heading, and a link at the top leads there.</summary>
    public HtmlReport Section(string heading)
    {
        _sections.Add((heading, new()));
        return this;
    }

    /// <summary>A paragraph.</summary>
    public HtmlReport Paragraph(string text) => Add($"<p>{Escape(text)}</p>");

    /// <summary>The few numbers that matter, large.</summary>
    public HtmlReport Facts(params IEnumerable<(string Name, string Value)> facts)
    {
        (string Name, string Value)[] all = [.. facts];
        // One line, or two of about the same length.
        int across = all.Length <= MostFactsAcross ? all.Length : (all.Length + 1) / 2;
        return Add($"<dl style=\"--across:{across}\">"
            + Each(all, f => $"<div><dt>{Escape(f.Name)}</dt><dd>{Escape(f.Value)}</dd></div>") + "</dl>");
    }

    /// <summary>A table. The first cell of every row names it.</summary>
    /// <param name="header">Names of the columns; none for a table of names and values.</param>
    /// <param name="rows">The cells.</param>
    public HtmlReport Table(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
        => Add(TableHtml(header, rows));

    /// <summary>A table behind a line of text that opens it.</summary>
    /// <param name="summary">The line.</param>
    /// <param name="header">Names of the columns.</param>
    /// <param name="rows">The cells.</param>
    public HtmlReport Details(string summary, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
        => Add($"<details><summary>{Escape(summary)}</summary>{TableHtml(header, rows)}</details>");

    /// <summary>Lines of a program or a terminal, with a button that copies them.</summary>
    public HtmlReport Code(string text) => Add($"<pre><code>{Escape(text)}</code></pre>");

    /// <summary>Charts, two in a line where there is room.</summary>
    [RequiresUnreferencedCode(PageData.Untrimmed), RequiresDynamicCode(PageData.Untrimmed)]
    public HtmlReport Charts(params IEnumerable<ReportChart> charts)
        => Add($"<div class=\"charts\">{Each(charts.Where(c => c.Places.Count > 0), ChartMarkup.Html)}</div>");

    /// <summary>
    /// Samples, one of which is shown at a time: truth, prediction and error, and the cross-sections through the place
    /// that the pointer or the arrow keys choose.
    /// </summary>
    [RequiresUnreferencedCode(PageData.Untrimmed), RequiresDynamicCode(PageData.Untrimmed)]
    public HtmlReport Samples(params IReadOnlyList<FieldComparison> samples)
        => samples.Count == 0 ? this : Add(SampleExplorer.Html(samples, ++_explorers));

    /// <summary>Fields side by side under a heading, two in a line on a phone.</summary>
    public HtmlReport Fields(string heading, params IReadOnlyList<FieldPanel> panels)
        => Add($"<h3>{Escape(heading)}</h3>{FieldsHtml(panels)}");

    /// <summary>Writes the page, which appears whole or not at all.</summary>
    public void Save(string path) => AtomicFile.WriteText(path, ToString());

    /// <inheritdoc/>
    public override string ToString()
        => "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">" +
            "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">" +
            "<meta name=\"color-scheme\" content=\"light dark\">" +
            $"<title>{Escape(title)}</title>{ReportAssets.Head}</head>" +
            $"<body><header><h1>{Escape(title)}</h1>{Links()}</header><main>{_sections[0].Html}" +
            $"{string.Concat(_sections.Skip(1).Select(SectionHtml))}</main>{ReportAssets.Scripts}</body></html>\n";

    internal static string Escape(string text) => WebUtility.HtmlEncode(text);

    internal static string FieldsHtml(IReadOnlyList<FieldPanel> panels)
        => $"<div class=\"fields\" style=\"--columns:{panels.Sum(p => p.Images.Count)}\">"
        + $"{Each(panels, p => p.Html())}</div>";

    internal static string TableHtml(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        IReadOnlyList<string>[] all = [.. rows];
        string[] kinds = [.. header.Select((_, column) => Kind([.. all.Select(row => row[column])]))];
        string head = header.Count == 0 ? ""
            : $"<thead><tr>{Each(header.Zip(kinds), h => $"<th scope=\"col\"{h.Second}>{Escape(h.First)}</th>")}"
            + "</tr></thead>";
        return $"<div class=\"table\"><table{(header.Count == 0 ? " class=\"facts\"" : "")}>{head}<tbody>"
            + Each(all, row => $"<tr><th scope=\"row\">{Escape(row[0])}</th>"
            + $"{Each(row.Index().Skip(1), cell => $"<td{(header.Count == 0 ? "" : kinds[cell.Index])}>"
                + $"{Escape(cell.Item)}</td>")}</tr>") + "</tbody></table></div>";
    }

    // Words are aligned to the left, numbers to the right.
    private static string Kind(string[] cells)
    {
        const int Long = 24;
        if (cells.Length == 0 || !cells.All(c => c.Length > 0 && (char.IsLetter(c[0]) || c[0] == '['))) return "";
        return cells.Any(c => c.Length > Long) ? " class=\"words long\"" : " class=\"words\"";
    }

    // Links to sections are worth their room where there are several.
    private string Links()
        => _sections.Count < 3 ? "" : "<nav aria-label=\"Sections\"><ul>"
        + Each(_sections.Index().Skip(1), s => $"<li><a href=\"#s{s.Index}\">{Escape(s.Item.Heading)}</a></li>")
        + "</ul></nav>";

    private static string SectionHtml((string Heading, StringBuilder Html) section, int index)
        => $"<section aria-labelledby=\"s{index + 1}\"><h2 id=\"s{index + 1}\">{Escape(section.Heading)}</h2>\n"
        + $"{section.Html}</section>\n";

    private static string Each<T>(IEnumerable<T> items, Func<T, string> html) => string.Concat(items.Select(html));

    /// <summary>Adds the markup of a part that has a class of its own.</summary>
    internal HtmlReport Add(string html)
    {
        _sections[^1].Html.Append(html).Append('\n');
        return this;
    }
}
