using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Microsoft.ML.NeuralOperators.Reports;

/// <summary>Samples with a chooser, their pictures, and their numbers for the script.</summary>
[RequiresUnreferencedCode(PageData.Untrimmed), RequiresDynamicCode(PageData.Untrimmed)]
internal static class SampleExplorer
{
    public static string Html(IReadOnlyList<FieldComparison> samples, int number)
    {
        foreach (FieldComparison sample in samples) Require(sample);
        string[] names = [.. samples.Select(s => s.Sample).Distinct()];
        string[] parts = [.. samples.Select(s => s.Part).Distinct()];
        var html = new StringBuilder("<div class=\"explorer\">");
        html.Append("<div class=\"choosers\">")
            .Append(Chooser("Sample", $"sample-{number}", names, name => samples.First(s => s.Sample == name).Note))
            .Append(Chooser("Shown", $"part-{number}", parts, _ => "")).Append("</div>");
        foreach (FieldComparison sample in samples)
        {
            string part = sample.Part.Length > 0 ? $", {sample.Part}" : "";
            string note = sample.Note.Length > 0 ? $", {sample.Note}" : "";
            html.Append("<div class=\"sample\">").Append($"<h3>{HtmlReport.Escape(sample.Sample + part + note)}</h3>");
            if (sample.Rows > 1 || sample.Places is not null) html.Append(HtmlReport.FieldsHtml(Panels(sample)));
            html.Append("</div>");
        }
        return html.Append(Script(samples, names, parts)).Append("</div>").ToString();
    }

    private static string Chooser(string legend, string name, string[] choices, Func<string, string> note)
    {
        if (choices.Length < 2) return "";
        string Choice(string text, int index) => $"<label><input type=\"radio\" name=\"{name}\" value=\"{index}\""
            + $"{(index == 0 ? " checked" : "")}><span>{HtmlReport.Escape(text)}"
            + (note(text).Length > 0 ? $" <small>{HtmlReport.Escape(note(text))}</small>" : "") + "</span></label>";
        return $"<fieldset data-chooser=\"{legend}\"><legend class=\"hidden\">{legend}</legend>"
            + $"{string.Concat(choices.Select(Choice))}</fieldset>";
    }

    private static FieldPanel[] Panels(FieldComparison sample)
    {
        float[] error = Error(sample);
        double largest = error.Where(float.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        string quantity = sample.Part.Length > 0 ? $"{sample.Quantity}, {sample.Part}" : sample.Quantity;
        return [.. sample.Inputs,
            new FieldPanel(quantity, sample.Unit, ColorMap.Viridis, Image("truth", sample.Truth),
                Image("prediction", sample.Prediction)),
            new FieldPanel("prediction − truth", sample.Unit, ColorMap.BlueRed, Image("error", error))
            {
                Range = (-largest, largest),
            }];

        FieldImage Image(string caption, IReadOnlyList<float> values)
            => new(caption, values, sample.Rows, sample.Columns) { Places = sample.Places };
    }

    private static float[] Error(FieldComparison sample)
        => [.. sample.Prediction.Zip(sample.Truth, (p, t) => p - t)];

    private static string Script(IReadOnlyList<FieldComparison> samples, string[] names, string[] parts)
        => PageData.Script(new
        {
            views = samples.Select(s => View(s, names, parts)),
        });

    // The error has a scale of its own: from two coarse numbers it would have few digits.
    private static object View(FieldComparison s, string[] names, string[] parts)
    {
        bool isGrid = s.Places is null;
        int step = isGrid ? CellPicture.Step(s.Rows, s.Columns) : 1;
        return new
        {
            sample = Array.IndexOf(names, s.Sample),
            part = Array.IndexOf(parts, s.Part),
            s.Quantity,
            s.Unit,
            step,
            rows = (s.Rows + step - 1) / step,
            columns = (s.Columns + step - 1) / step,
            truth = QuantizedField.Of(Thinned(s.Truth, s.Rows, s.Columns, step)),
            error = QuantizedField.Of(Thinned(Error(s), s.Rows, s.Columns, step)),
            x = isGrid ? null : QuantizedField.Of(s.Places!.X),
            y = isGrid ? null : QuantizedField.Of(s.Places!.Y),
            frame = isGrid ? null : Frame(s.Places!),
            inputs = from panel in s.Inputs
                     from image in panel.Images
                     where image.Rows == s.Rows && image.Columns == s.Columns
                     select new
                     {
                         panel.Quantity,
                         panel.Unit,
                         field = QuantizedField.Of(Thinned(image.Values, s.Rows, s.Columns, step)),
                     },
        };
    }

    // How much of a picture is margin around the outermost points: half a disc.
    private static double[] Frame(PointPlaces places)
    {
        (int width, int height, int radius) = PointPicture.Size(places);
        return [(radius + 0.5) / width, (radius + 0.5) / height];
    }

    private static IReadOnlyList<float> Thinned(IReadOnlyList<float> values, int rows, int columns, int step)
        => step == 1 ? values : [.. from row in Enumerable.Range(0, rows).Where(r => r % step == 0)
            from column in Enumerable.Range(0, columns).Where(c => c % step == 0)
            select values[row * columns + column]];

    private static void Require(FieldComparison s)
    {
        int cells = s.Rows * s.Columns;
        if (s.Rows < 1 || s.Columns < 1 || s.Truth.Count != cells || s.Prediction.Count != cells)
            throw new ArgumentException($"Sample '{s.Sample}' has {s.Truth.Count} true and {s.Prediction.Count} "
                + $"predicted values, expected {s.Rows}×{s.Columns} of each.");
        if (s.Places is { } places && (places.X.Count != cells || places.Y.Count != cells))
            throw new ArgumentException($"Sample '{s.Sample}' has the places of {places.X.Count} and "
                + $"{places.Y.Count} points, expected {cells}.");
    }
}
