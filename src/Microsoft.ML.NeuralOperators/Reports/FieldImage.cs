using Microsoft.ML.NeuralOperators.Reports;

namespace Microsoft.ML.NeuralOperators;

/// <summary>A field as a picture: one pixel a cell, which the page enlarges in the field's own proportions.</summary>
/// <param name="Caption">What is seen, such as "truth".</param>
/// <param name="Values">
/// [rows, columns] row-major; the first row is at the top. NaN leaves a hole, through which the page is seen.
/// </param>
/// <param name="Rows">Cells from top to bottom, at least 1.</param>
/// <param name="Columns">Cells from left to right, at least 1.</param>
public sealed record FieldImage(string Caption, IReadOnlyList<float> Values, int Rows, int Columns)
{
    /// <summary>Where the values lie, if they are not cells of a grid: each becomes a disc. Default null.</summary>
    public PointPlaces? Places { get; init; }

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
        IndexedPicture picture = Places is { } places ? PointPicture.Draw(Values, places, range)
            : CellPicture.Draw(Values, Rows, Columns, range);
        (int width, int height) = Places is null ? (Columns, Rows) : (picture.Width, picture.Height);
        (string low, string high) = (ReportNumber.Text(Range.Low), ReportNumber.Text(Range.High));
        string size = Places is null ? $"{Rows}×{Columns} cells" : $"{Values.Count} points";
        string alt = HtmlReport.Escape($"{quantity}, {Caption}: {size}, values from {low} to {high}");
        return $"<div><p>{HtmlReport.Escape(Caption)}</p><div class=\"picture\">"
            + $"<img{(picture.HasSharpCells ? " class=\"cells\"" : "")} width=\"{width}\" height=\"{height}\" "
            + $"alt=\"{alt}\" src=\"data:image/png;base64,{Convert.ToBase64String(picture.Png(map))}\"></div></div>";
    }
}
