using Microsoft.ML.Data;
using static System.FormattableString;

namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>The page of a model on a file.</summary>
internal sealed class ScoredReport(NeuralOperatorTransformer model, IDataView scored, string truth,
    FieldMetrics metrics,
    string unit)
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
        if (ColumnFact.Of(scored.Schema[truth]) is { Grid: [var rows, var columns] }) Pictures(page, rows, columns);
        if (model.Report is { } training) Training(page, training);
        page.Section("How to repeat").Paragraph(command);
        page.Save(path);
    }

    // The best, the middle and the worst row.
    private void Pictures(HtmlReport page, int rows, int columns)
    {
        page.Section("Predictions").Paragraph("Truth and prediction share one colour scale.");
        RowErrors[] sorted = [.. metrics.Rows!.OrderBy(r => r.RelativeL2)];
        foreach (var (name, row) in new[] { ("Best", sorted[0]), ("Middle", sorted[sorted.Length / 2]),
            ("Worst", sorted[^1]) }.DistinctBy(r => r.Item2.Row))
        {
            float[] exact = Values(truth, row.Row), predicted = Values(model.ScoreColumnName, row.Row);
            float[] error = [.. predicted.Zip(exact, (p, t) => p - t).Take(rows * columns)];
            double largest = error.Max(Math.Abs);
            page.Fields($"{name}: row {row.Row}, relative L2 error {ReportNumber.Text(row.RelativeL2)}",
                new FieldPanel(truth, unit, ColorMap.Viridis, Image("truth", exact), Image("prediction", predicted)),
                new FieldPanel("prediction − truth", unit, ColorMap.BlueRed, Image("error", error))
                {
                    Range = (-largest, largest),
                });
        }

        FieldImage Image(string caption, float[] values) => new(caption, values[..(rows * columns)], rows, columns);
    }

    private float[] Values(string column, int row) => scored.GetColumn<float[]>(column).ElementAt(row);

    private static void Training(HtmlReport page, TrainingReport training)
    {
        page.Section("Training").Paragraph(Invariant($"{training.Operator}, {training.Parameters:n0} parameters, ")
            + Invariant($"{training.Samples} samples, {training.Seconds:f1} s, {training.Device}."));
        var curves = new List<(string,
            IReadOnlyList<double>)> { ("training loss", [.. training.Epochs.Select(e => e.Loss)]) };
        if (training.Epochs.Any(e => e.ValidationError is not null))
            curves.Add(("validation error", [.. training.Epochs.Select(e => e.ValidationError ?? double.NaN)]));
        page.Chart(LineChart.Svg(curves, "epoch"));
    }
}
