using System.Globalization;
using System.Text;

namespace Microsoft.ML.NeuralOperators.Reports;

/// <summary>Curves over a logarithmic axis, as SVG.</summary>
public static class LineChart
{
    private const double Width = 640, Height = 280, Left = 64, Right = 12, Top = 12, Bottom = 40;
    private static readonly string[] Colors = ["#2b6cb0", "#c05621", "#2f855a", "#6b46c1"];

    /// <summary>Draws curves of positive numbers; others are left out.</summary>
    /// <param name="series">Names and values; the n-th value stands at n.</param>
    /// <param name="xLabel">What the horizontal axis counts.</param>
    public static string Svg(IReadOnlyList<(string Name, IReadOnlyList<double> Values)> series, string xLabel)
    {
        double[] all = [.. series.SelectMany(s => s.Values).Where(v => v > 0 && double.IsFinite(v))];
        if (all.Length == 0) return "";
        double low = Math.Floor(Math.Log10(all.Min())), high = Math.Max(low + 1, Math.Ceiling(Math.Log10(all.Max())));
        int count = series.Max(s => s.Values.Count);
        var svg = new StringBuilder(Text($"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" class=\"chart\">"));
        for (double decade = low; decade <= high; decade++)
        {
            double y = Y(Math.Pow(10, decade));
            svg.Append(Text($"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y}\" y2=\"{y}\" class=\"grid\"/>"));
            svg.Append(Text($"<text x=\"{Left - 8}\" y=\"{y + 4}\" text-anchor=\"end\">1e{decade}</text>"));
        }
        int stride = Math.Max(1, (count + 9) / 10);
        for (int i = 1; i <= count; i += stride)
            svg.Append(Text($"<text x=\"{X(i)}\" y=\"{Height - Bottom + 16}\" text-anchor=\"middle\">{i}</text>"));
        svg.Append(Text($"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 6}\" text-anchor=\"middle\">{HtmlReport.Escape(xLabel)}</text>"));
        for (int s = 0; s < series.Count; s++)
        {
            string color = Colors[s % Colors.Length];
            string points = string.Join(' ', series[s].Values.Select((v, i) => (v, i)).Where(p => p.v > 0 && double.IsFinite(p.v)).Select(p => Text($"{X(p.i + 1)},{Y(p.v)}")));
            svg.Append(Text($"<polyline points=\"{points}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"2\"/>"));
            svg.Append(Text($"<text x=\"{Width - Right - 8}\" y=\"{Top + 16 + 18 * s}\" text-anchor=\"end\" style=\"fill:{color}\">{HtmlReport.Escape(series[s].Name)}</text>"));
        }
        return svg.Append("</svg>").ToString();

        double X(double i) => Math.Round(Left + (count < 2 ? 0.5 : (i - 1) / (count - 1)) * (Width - Left - Right), 2);

        double Y(double value) => Math.Round(Top + (high - Math.Log10(value)) / (high - low) * (Height - Top - Bottom), 2);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
