using static System.FormattableString;

namespace Microsoft.ML.NeuralOperators;

/// <summary>Fields of one quantity side by side, over the colour scale they share.</summary>
/// <param name="Quantity">What the colours mean, such as "pressure u".</param>
/// <param name="Unit">Its unit, such as "Pa" or "dimensionless"; empty where it is not known.</param>
/// <param name="Map">Colours.</param>
/// <param name="Images">The fields.</param>
public sealed record FieldPanel(string Quantity, string Unit, ColorMap Map, params IReadOnlyList<FieldImage> Images)
{
    /// <summary>Numbers at both ends of the scale. Default: the smallest and the largest of all fields.</summary>
    public (double Low, double High) Range { get; init; } = FieldImage.RangeOf(Images.SelectMany(i => i.Values));

    internal string Html()
    {
        double[] ticks = [Range.Low, (Range.Low + Range.High) / 2, Range.High];
        return $"<figure style=\"--images:{Images.Count}\">" +
            $"<div class=\"images\">{string.Concat(Images.Select(i => i.Html(Quantity, Map, Range)))}</div>" +
            Invariant($"<figcaption><div class=\"bar\" data-low=\"{Range.Low:g7}\" data-high=\"{Range.High:g7}\" ") +
            $"style=\"background:{Map.Gradient}\"></div>" +
            $"<div class=\"ticks\">{string.Concat(ticks.Select(t => $"<span>{ReportNumber.Text(t)}</span>"))}</div>" +
            $"{HtmlReport.Escape(Quantity)}{UnitHtml}</figcaption></figure>";
    }
    private string UnitHtml => Unit.Length == 0 ? "" : $" <small>({HtmlReport.Escape(Unit)})</small>";
}
