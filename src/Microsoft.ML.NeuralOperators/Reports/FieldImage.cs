using Microsoft.ML.NeuralOperators.Reports;

namespace Microsoft.ML.NeuralOperators;

/// <summary>A field as a picture: one pixel a cell, which the page enlarges in the field's own proportions.</summary>
/// <param name="Caption">What is seen, such as "truth".</param>
/// <param name="Values">[rows, columns] row-major; the first row is at the top.</param>
/// <param name="Rows">Cells from top to bottom, at least 1.</param>
/// <param name="Columns">Cells from left to right, at least 1.</param>
public sealed record FieldImage(string Caption, IReadOnlyList<float> Values, int Rows, int Columns)
{
    // Larger fields are shown smaller than they are; picking cells would then drop some.
    private const int LargestWithSharpCells = 256;

    /// <summary>The smallest and the largest finite number; NaN where there is none.</summary>
    public (double Low, double High) Range => RangeOf(Values);

    internal static (double Low, double High) RangeOf(IEnumerable<float> values)
    {
        (double low, double high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (float value in values)
            if (float.IsFinite(value)) (low, high) = (Math.Min(low, value), Math.Max(high, value));
        return low <= high ? (low, high) : (double.NaN, double.NaN);
    }

    internal string Html(string quantity, ColorMap map, (double Low, double High) range)
    {
        if (Rows < 1 || Columns < 1 || Values.Count != Rows * Columns)
            throw new ArgumentException($"Field '{Caption}': {Values.Count} values do not make {Rows}×{Columns} "
                + "cells.");
        double width = range.High > range.Low ? range.High - range.Low : 1;
        var rgb = new byte[3 * Values.Count];
        for (int i = 0; i < Values.Count; i++)
            (rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2]) = map.At((Values[i] - range.Low) / width);
        string cells = Math.Max(Rows, Columns) <= LargestWithSharpCells ? " class=\"cells\"" : "";
        (string low, string high) = (ReportNumber.Text(Range.Low), ReportNumber.Text(Range.High));
        string alt = HtmlReport.Escape($"{quantity}, {Caption}: {Rows}×{Columns} cells, values from {low} to {high}");
        return $"<div><p>{HtmlReport.Escape(Caption)}</p>" +
            $"<img{cells} width=\"{Columns}\" height=\"{Rows}\" alt=\"{alt}\" src=\"data:image/png;base64," +
            $"{Convert.ToBase64String(PngImage.Encode(Columns, Rows, rgb))}\"></div>";
    }
}
