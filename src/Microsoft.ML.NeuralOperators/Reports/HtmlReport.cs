using System.Net;
using System.Text;
using Microsoft.ML.NeuralOperators.Fields;

namespace Microsoft.ML.NeuralOperators.Reports;

/// <summary>One self-contained page: no scripts, no links, pictures inside.</summary>
/// <param name="title">The heading.</param>
public sealed class HtmlReport(string title)
{
    private const string Style = """
        :root { color-scheme: light dark; --ink: #1a202c; --soft: #718096; --line: #e2e8f0; --page: #fff }
        @media (prefers-color-scheme: dark) { :root { --ink: #e2e8f0; --soft: #a0aec0; --line: #2d3748; --page: #171923 } }
        body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page); max-width: 72rem; margin: 2rem auto; padding: 0 1rem }
        h1 { font-size: 1.6rem } h2 { font-size: 1.15rem; margin-top: 2rem; border-bottom: 1px solid var(--line) }
        table { border-collapse: collapse } th, td { padding: .3rem .9rem; border-bottom: 1px solid var(--line); text-align: right }
        th:first-child, td:first-child { text-align: left } th { color: var(--soft); font-weight: 600 }
        .row { display: grid; grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr)); gap: 1rem }
        figure { margin: 0 } figcaption { color: var(--soft); font-size: .85rem }
        .field { display: flex; gap: .4rem } .field > img { width: calc(100% - 4.4rem); aspect-ratio: 1; image-rendering: pixelated }
        .bar { display: flex; flex-direction: column; width: 4rem; font-size: .7rem; color: var(--soft) } .bar img { flex: 1; width: .8rem; height: 0; min-height: 40% }
        .chart { width: 100%; max-width: 44rem } .chart text { font-size: 12px; fill: var(--soft) } .grid { stroke: var(--line) }
        """;

    private readonly StringBuilder _body = new();

    /// <summary>A heading.</summary>
    public HtmlReport Section(string heading) => Add($"<h2>{Escape(heading)}</h2>");

    /// <summary>A paragraph.</summary>
    public HtmlReport Paragraph(string text) => Add($"<p>{Escape(text)}</p>");

    /// <summary>A table.</summary>
    public HtmlReport Table(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
        => Add($"<table><tr>{string.Concat(header.Select(h => $"<th>{Escape(h)}</th>"))}</tr>" +
            string.Concat(rows.Select(r => $"<tr>{string.Concat(r.Select(c => $"<td>{Escape(c)}</td>"))}</tr>")) + "</table>");

    /// <summary>Pictures side by side; each is HTML of <see cref="FieldImage"/>.</summary>
    public HtmlReport Row(IEnumerable<string> figures) => Add($"<div class=\"row\">{string.Concat(figures)}</div>");

    /// <summary>A drawing of <see cref="LineChart"/>.</summary>
    public HtmlReport Chart(string svg) => Add(svg);

    /// <summary>Writes the page, which appears whole or not at all.</summary>
    public void Save(string path) => AtomicFile.WriteText(path, ToString());

    /// <inheritdoc/>
    public override string ToString()
        => $"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{Escape(title)}</title>" +
            $"<style>{Style}</style></head><body><h1>{Escape(title)}</h1>{_body}</body></html>\n";

    internal static string Escape(string text) => WebUtility.HtmlEncode(text);

    private HtmlReport Add(string html)
    {
        _body.Append(html).Append('\n');
        return this;
    }
}
