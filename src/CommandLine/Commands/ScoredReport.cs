using Microsoft.ML.Data;
using static System.FormattableString;

namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>The page of a model on a file.</summary>
internal sealed class ScoredReport(NeuralOperatorTransformer model, IDataView scored, string truth,
    FieldMetrics metrics, string unit)
{
    public void Write(string path, string command)
    {
        var page = new HtmlReport($"{model.Report?.Operator ?? "Model"}: {truth} from "
            + string.Join(", ", model.FeatureColumnNames));
        page.Facts([("relative L2 error", ReportNumber.Text(metrics.RelativeL2)), ("rows", $"{metrics.Count}"),
            ("largest error", ReportNumber.Text(metrics.MaximumError)),
            ("R²", ReportNumber.Text(metrics.RSquared, 4))]);
        page.Section("Errors").Table(["relative L2", "relative H1", "root mean square", "largest"],
            [[ReportNumber.Text(metrics.RelativeL2), ReportNumber.Text(metrics.RelativeH1),
                ReportNumber.Text(metrics.RootMeanSquaredError), ReportNumber.Text(metrics.MaximumError)]]);
        // Use the prediction's shape: the label column may lack a channel axis.
        if (ColumnFact.Of(scored.Schema[model.ScoreColumnName]) is { Grid: [.., _, _] } field) Pictures(page, field);
        if (model.Report is { } training) Training(page, training);
        page.Section("How to repeat").Paragraph(command);
        page.Save(path);
    }

    // The best, the middle and the worst row: the first channel, and of a volume the slice in the middle.
    private void Pictures(HtmlReport page, ColumnFact field)
    {
        int rows = field.Grid[^2], columns = field.Grid[^1], slice = rows * columns;
        int start = field.Grid.Length == 3 ? field.Grid[0] / 2 * slice : 0;
        page.Section("Predictions").Paragraph("Truth and prediction share one colour scale."
            + (field.Grid.Length == 3 ? " Of every volume the slice in the middle is shown." : "")
            + (field.Channels > 1 ? " Of the channels the first is shown." : ""));
        RowErrors[] sorted = [.. metrics.Rows!.OrderBy(r => r.RelativeL2)];
        (string, RowErrors)[] shown = [.. new[] { ("Best", sorted[0]), ("Middle", sorted[sorted.Length / 2]),
            ("Worst", sorted[^1]) }.DistinctBy(r => r.Item2.Row)];
        int[] wanted = [.. shown.Select(s => s.Item2.Row)];
        Dictionary<int, float[]> truths = Values(truth, wanted), predictions = Values(model.ScoreColumnName, wanted);
        foreach (var (name, row) in shown)
        {
            float[] exact = truths[row.Row][start..(start + slice)];
            float[] predicted = predictions[row.Row][start..(start + slice)];
            float[] error = [.. predicted.Zip(exact, (p, t) => p - t)];
            double largest = error.Max(Math.Abs);
            page.Fields($"{name}: row {row.Row}, relative L2 error {ReportNumber.Text(row.RelativeL2)}",
                new FieldPanel(truth, unit, ColorMap.Viridis, Image("truth", exact), Image("prediction", predicted)),
                new FieldPanel("prediction − truth", unit, ColorMap.BlueRed, Image("error", error))
                {
                    Range = (-largest, largest),
                });
        }

        FieldImage Image(string caption, float[] values) => new(caption, values, rows, columns);
    }

    // Read once: every row before them is predicted again.
    private Dictionary<int, float[]> Values(string column, int[] rows)
        => scored.GetColumn<float[]>(column).Take(rows.Max() + 1).Index().Where(r => rows.Contains(r.Index))
            .ToDictionary(r => r.Index, r => r.Item);

    private static void Training(HtmlReport page, TrainingReport training)
    {
        page.Section("Training").Paragraph(Invariant($"{training.Operator}, {training.Parameters:n0} parameters, ")
            + Invariant($"{training.Samples} samples, {training.Seconds:f1} s, {training.Device}."));
        var curves = new List<(string, IReadOnlyList<double>)>
        {
            ("training loss", [.. training.Epochs.Select(e => e.Loss)]),
        };
        if (training.Epochs.Any(e => e.ValidationError is not null))
            curves.Add(("validation error", [.. training.Epochs.Select(e => e.ValidationError ?? double.NaN)]));
        page.Chart(LineChart.Svg(curves, "epoch"));
    }
}
