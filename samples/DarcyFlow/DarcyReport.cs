using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators;
using static System.FormattableString;

namespace DarcyFlow;

/// <summary>The page a user looks at: numbers, pictures and the training curve.</summary>
internal static class DarcyReport
{
    private const int Examples = 3;

    public static void Write(string path, DarcyResult result)
    {
        TrainingReport training = result.Training;
        var page = new HtmlReport("Darcy flow: from permeability to pressure");
        page.Paragraph("The pressure u of steady flow through a porous medium follows from its permeability a: " +
            "−∇·(a∇u) = f. A neural operator learned this map from examples and predicts u without solving the "
                + "equation.");
        page.Facts([
            .. result.Scores.Select(s => ($"relative L2 error, {s.Grid}", Number(s.Scores.Metrics.RelativeL2))),
            ("per prediction", $"{Number(result.Milliseconds)} ms"),
            ("of training", $"{Number(training.Seconds)} s")]);
        string trained = Invariant($"{training.Operator} with {training.Parameters:n0} parameters");
        page.Paragraph($"{trained}, trained on {result.Data} ({training.Device}). "
            + $"Predictions run through ONNX Runtime ({result.Provider}).");
        page.Section("Test errors").Table(["test samples", "count", "relative L2", "relative H1", "max error", "R²"],
            result.Scores.Select(s => Row(s.Grid, s.Scores.Metrics)));
        Pictures(page, "Predictions at the training grid", result.Test.Rows, result.Unit);
        if (result.Fine is { } fine)
            Pictures(page, "The same problems on a grid the model never saw", fine.Rows, result.Unit);
        page.Section("Training")
            .Chart(LineChart.Svg([("training loss", [.. training.Epochs.Select(e => e.Loss)])], "epoch"));
        page.Save(path);
    }

    private static IReadOnlyList<string> Row(string grid, FieldMetrics m)
        => [grid, $"{m.Count}", Number(m.RelativeL2), Number(m.RelativeH1), Number(m.MaximumError),
            Number(m.RSquared, 4)];

    private static void Pictures(HtmlReport page, string heading, IDataView scored, string unit)
    {
        int[] dims = [.. ((VectorDataViewType)scored.Schema["Score"].Type).Dimensions];
        (int rows, int columns) = (dims[^2], dims[^1]);
        page.Section(heading).Paragraph($"The first {Examples} test samples on {rows}×{columns} cells. " +
            "Truth and prediction share one colour scale.");
        var samples = Column("a").Zip(Column("u"), Column("Score")).Take(Examples);
        foreach (var (index, (a, truth, prediction)) in samples.Index())
        {
            float[] error = [.. prediction.Zip(truth, (p, t) => p - t)];
            double largest = error.Max(Math.Abs);
            var pressure = new FieldPanel("pressure u", unit, ColorMap.Viridis,
                Image("truth", truth), Image("prediction", prediction));
            page.Fields($"Sample {index + 1}: relative L2 error {Number(Norm(error) / Norm(truth))}",
                new FieldPanel("permeability a", unit, ColorMap.Greys, Image("input", a)),
                // The pressure is zero at the boundary.
                pressure with { Range = (Math.Min(0, pressure.Range.Low), pressure.Range.High) },
                new FieldPanel("prediction − truth", unit, ColorMap.BlueRed, Image("error", error))
                {
                    Range = (-largest, largest),
                });
        }

        IEnumerable<float[]> Column(string name) => scored.GetColumn<float[]>(name);

        FieldImage Image(string caption, float[] values) => new(caption, values, rows, columns);
    }

    private static double Norm(float[] values) => Math.Sqrt(values.Sum(v => (double)v * v));

    private static string Number(double value, int digits = 3) => ReportNumber.Text(value, digits);
}
