using System.Globalization;

namespace Microsoft.ML.NeuralOperators.Reports;

/// <summary>A field as a picture with a colour bar, in HTML.</summary>
public static class FieldImage
{
    private const int Pixels = 256;

    /// <summary>Renders a field; the first row is at the top.</summary>
    /// <param name="values">[rows, columns] row-major.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="caption">What is seen.</param>
    /// <param name="map">Colours.</param>
    /// <param name="range">Numbers at both ends of the colour bar; the field's own when null.</param>
    public static string Html(ReadOnlySpan<float> values, int rows, int columns, string caption, ColorMap map, (double Low, double High)? range = null)
    {
        (double low, double high) = range ?? Range(values);
        double width = high > low ? high - low : 1;
        // Whole pixels for every cell keep the grid visible.
        int scale = Math.Max(1, Pixels / Math.Max(rows, columns));
        var rgb = new byte[3 * rows * columns * scale * scale];
        for (int y = 0; y < rows * scale; y++)
            for (int x = 0; x < columns * scale; x++)
            {
                var (r, g, b) = map.At((values[y / scale * columns + x / scale] - low) / width);
                int at = 3 * (y * columns * scale + x);
                (rgb[at], rgb[at + 1], rgb[at + 2]) = (r, g, b);
            }
        var bar = new byte[3 * 100];
        for (int i = 0; i < 100; i++)
            (bar[3 * i], bar[3 * i + 1], bar[3 * i + 2]) = map.At(1 - i / 99.0);
        string title = HtmlReport.Escape(caption);
        return $"<figure><div class=\"field\"><img alt=\"{title}\" src=\"{Data(columns * scale, rows * scale, rgb)}\">" +
            $"<div class=\"bar\"><span>{Number(high)}</span><img alt=\"\" src=\"{Data(1, 100, bar)}\"><span>{Number(low)}</span></div></div>" +
            $"<figcaption>{title}</figcaption></figure>";
    }

    /// <summary>The smallest and the largest finite number of fields; not a number where there is none.</summary>
    public static (double Low, double High) Range(ReadOnlySpan<float> values)
    {
        (double low, double high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (float value in values)
            if (float.IsFinite(value)) (low, high) = (Math.Min(low, value), Math.Max(high, value));
        return low <= high ? (low, high) : (double.NaN, double.NaN);
    }

    private static string Data(int width, int height, byte[] rgb) => "data:image/png;base64," + Convert.ToBase64String(PngImage.Encode(width, height, rgb));

    private static string Number(double value) => value.ToString("0.###e0", CultureInfo.InvariantCulture);
}
