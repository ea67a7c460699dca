using System.Diagnostics.CodeAnalysis;

namespace Microsoft.ML.NeuralOperators.Reports;

/// <summary>A line for each of many things, such as trials, over one axis for each of their options.</summary>
/// <param name="Title">The figure's title.</param>
/// <param name="Axes">The axes.</param>
/// <param name="Lines">The lines, the best first.</param>
internal sealed record ParallelCoordinates(string Title, IReadOnlyList<ParallelAxis> Axes,
    IReadOnlyList<ParallelLine> Lines)
{
    [RequiresUnreferencedCode(PageData.Untrimmed), RequiresDynamicCode(PageData.Untrimmed)]
    public string Html() => $"<figure class=\"parallel\"><figcaption class=\"hidden\">{HtmlReport.Escape(Title)}"
        + "</figcaption><div class=\"plot\"></div>" + PageData.Script(new
        {
            Title,
            axes = Axes.Select(a => new { a.Name, ticks = a.Ticks.Select(t => new { at = t.At, text = t.Text }) }),
            lines = Lines.Select((l, i) => new
            {
                l.Key,
                l.Name,
                // The better, the more of the colour.
                share = Lines.Count < 2 ? 1 : Math.Pow(1 - (double)i / (Lines.Count - 1), 2),
                places = l.Places.Select(p => double.IsFinite(p) ? p : (double?)null),
                texts = l.Texts,
            }),
        }) + "</figure>";
}

/// <summary>An axis of <see cref="ParallelCoordinates"/>.</summary>
/// <param name="Name">Its label.</param>
/// <param name="Ticks">Texts at places from 0 to 1.</param>
internal sealed record ParallelAxis(string Name, IReadOnlyList<(double At, string Text)> Ticks);

/// <summary>A line of <see cref="ParallelCoordinates"/>.</summary>
/// <param name="Key">What it stands for elsewhere on the page.</param>
/// <param name="Name">Its name.</param>
/// <param name="Places">Where it crosses each axis, from 0 to 1; NaN where it does not.</param>
/// <param name="Texts">Its values in words; null where it has none.</param>
internal sealed record ParallelLine(int Key, string Name, IReadOnlyList<double> Places, IReadOnlyList<string?> Texts);
