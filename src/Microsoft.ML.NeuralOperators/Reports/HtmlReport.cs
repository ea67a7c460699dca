using System.Net;
using System.Text;
using Microsoft.ML.NeuralOperators.Reports;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// One self-contained page for screens of any width, light or dark: no scripts, no links, pictures inside.
/// </summary>
/// <param name="title">The heading.</param>
public sealed class HtmlReport(string title)
{
    private readonly StringBuilder _body = new();

    /// <summary>A heading.</summary>
    public HtmlReport Section(string heading) => Add($"<h2>{Escape(heading)}</h2>");

    /// <summary>A paragraph.</summary>
    public HtmlReport Paragraph(string text) => Add($"<p>{Escape(text)}</p>");

    /// <summary>The few numbers that matter, large.</summary>
    public HtmlReport Facts(params IEnumerable<(string Name, string Value)> facts)
        => Add($"<dl>{Each(facts, f => $"<div><dt>{Escape(f.Name)}</dt><dd>{Escape(f.Value)}</dd></div>")}</dl>");

    /// <summary>A table. The first cell of every row names it.</summary>
    public HtmlReport Table(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
        => Add($"<div class=\"table\"><table><tr>{Each(header, h => $"<th scope=\"col\">{Escape(h)}</th>")}</tr>" +
            Each(rows, row => $"<tr><th scope=\"row\">{Escape(row[0])}</th>{Cells(row.Skip(1))}</tr>")
            + "</table></div>");

    private static string Cells(IEnumerable<string> cells) => Each(cells, cell => $"<td>{Escape(cell)}</td>");

    /// <summary>Fields side by side under a heading, two in a line on a phone.</summary>
    public HtmlReport Fields(string heading, params IReadOnlyList<FieldPanel> panels)
        => Add($"<h3>{Escape(heading)}</h3><div class=\"fields\" "
        + $"style=\"--columns:{panels.Sum(p => p.Images.Count)}\">" +
            $"{Each(panels, p => p.Html())}</div>");

    /// <summary>A drawing of <see cref="LineChart"/>.</summary>
    public HtmlReport Chart(string svg) => Add(svg);

    /// <summary>Writes the page, which appears whole or not at all.</summary>
    public void Save(string path) => AtomicFile.WriteText(path, ToString());

    /// <inheritdoc/>
    public override string ToString()
        => "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">" +
            "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">" +
            "<meta name=\"color-scheme\" content=\"light dark\">" +
            $"<title>{Escape(title)}</title><style>{ReportStyle.Css}</style></head>" +
            $"<body><main><h1>{Escape(title)}</h1>{_body}</main></body></html>\n";

    internal static string Escape(string text) => WebUtility.HtmlEncode(text);

    private static string Each<T>(IEnumerable<T> items, Func<T, string> html) => string.Concat(items.Select(html));

    private HtmlReport Add(string html)
    {
        _body.Append(html).Append('\n');
        return this;
    }
}
