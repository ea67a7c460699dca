using System.Text;
using static System.FormattableString;

namespace Microsoft.ML.NeuralOperators;

/// <summary>Curves over a logarithmic axis, as SVG.</summary>
public static class LineChart
{
    private const double Width = 704, Height = 320, Left = 72, Right = 16, Top = 16, Bottom = 56;
    private const int Curves = 4, LabelsAcross = 10;

    /// <summary>Draws curves of positive numbers; others are left out.</summary>
    /// <param name="series">Names and values; the n-th value is drawn at n.</param>
    /// <param name="xLabel">What the horizontal axis counts.</param>
    /// <returns>The drawing; empty where there is nothing to draw.</returns>
    public static string Svg(IReadOnlyList<(string Name, IReadOnlyList<double> Values)> series, string xLabel)
    {
        double[] all = [.. series.SelectMany(s => s.Values).Where(Drawn)];
        if (all.Length == 0) return "";
        double[] ticks = Ticks(all.Min(), all.Max());
        double low = Math.Log10(ticks[0]), high = Math.Log10(ticks[^1]);
        int count = series.Max(s => s.Values.Count);
        var svg = new StringBuilder();
        svg.Append(Invariant($"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" class=\"chart\" "))
            .Append($"aria-label=\"{Description(series, xLabel)}\">");
        foreach (double tick in ticks)
        {
            double y = Y(tick);
            svg.Append(Invariant($"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y}\" y2=\"{y}\" class=\"grid\"/>"));
            Label(Left - 8, y + 5, "end", ReportNumber.Text(tick));
        }
        for (int i = 1; i <= count; i += (count + LabelsAcross - 1) / LabelsAcross)
            Label(X(i), Height - Bottom + 22, "middle", $"{i}");
        Label((Left + Width - Right) / 2, Height - 8, "middle", xLabel);
        for (int s = 0; s < series.Count; s++)
        {
            string color = $"var(--curve-{s % Curves + 1})";
            var points = from p in series[s].Values.Index()
                         where Drawn(p.Item)
                         select Invariant($"{X(p.Index + 1)},{Y(p.Item)}");
            svg.Append($"<polyline points=\"{string.Join(' ', points)}\" class=\"curve\" style=\"stroke:{color}\"/>");
            Label(Width - Right - 8, Top + 20 + 24 * s, "end", series[s].Name, $" style=\"fill:{color}\"");
        }
        return svg.Append("</svg>").ToString();

        void Label(double x, double y, string anchor, string text, string style = "")
            => svg.Append(Invariant($"<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\"{style}>"))
                .Append(HtmlReport.Escape(text)).Append("</text>");

        double X(double i)
            => Math.Round(Left + (count < 2 ? 0.5 : (i - 1) / (count - 1)) * (Width - Left - Right), 2);

        double Y(double value)
            => Math.Round(Top + (high - Math.Log10(value)) / (high - low) * (Height - Top - Bottom), 2);
    }

    private static bool Drawn(double value) => value > 0 && double.IsFinite(value);

    // From the last tick below to the first above: 1, 2 and 5 of every decade, or the decades alone where those are
    // many.
    private static double[] Ticks(double low, double high)
    {
        int first = (int)Math.Floor(Math.Log10(low)) - 1, last = (int)Math.Ceiling(Math.Log10(high)) + 1;
        int[] steps = high > 1000 * low ? [1] : [1, 2, 5];
        double[] all = [.. from decade in Enumerable.Range(first, last - first + 1)
            from step in steps
            select step * Math.Pow(10, decade)];
        double bottom = all.Last(t => t <= low), top = all.First(t => t >= high && t > bottom);
        return [.. all.Where(t => t >= bottom && t <= top)];
    }

    private static string Description(IReadOnlyList<(string Name, IReadOnlyList<double> Values)> series, string xLabel)
    {
        IEnumerable<string> curves =
            from s in series
            where s.Values.Any(Drawn)
            let ends = $"from {ReportNumber.Text(s.Values.First(Drawn))} to {ReportNumber.Text(s.Values.Last(Drawn))}"
            select $"{s.Name} by {xLabel}, {ends}";
        return HtmlReport.Escape(string.Join("; ", curves));
    }
}
