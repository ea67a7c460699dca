using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators;
using Microsoft.ML.NeuralOperators.Metrics;
using Microsoft.ML.NeuralOperators.Reports;
using Microsoft.ML.NeuralOperators.Training;

namespace DarcyFlow;

/// <summary>The page a user looks at: pictures, curves and numbers.</summary>
internal static class DarcyReport
{
    private const int Examples = 3;

    public static void Write(string path, DarcyData data, NeuralOperatorTransformer model, TrainingReport report, FieldMetrics metrics,
        FieldMetrics? fine, double milliseconds)
    {
        var page = new HtmlReport("Darcy flow: from permeability to pressure");
        page.Paragraph($"{report.Operator} with {report.Parameters} parameters, trained on {data.Description} in {Number(report.Seconds)} s ({report.Device}); " +
            $"{Number(milliseconds)} ms per prediction through ONNX Runtime ({model.ExecutionProvider}).");
        page.Section("Test errors").Table(["", "samples", "relative L2", "relative H1", "max error", "R²"], Rows(metrics, fine));
        Pictures(page, "Test samples at the training grid", model.Transform(data.Test));
        if (data.Fine is not null) Pictures(page, "The same problems on a grid the model never saw", model.Transform(data.Fine));
        page.Section("Training").Chart(LineChart.Svg([("training loss", [.. report.Epochs.Select(e => e.Loss)])], "epoch"));
        page.Save(path);
    }

    private static IEnumerable<IReadOnlyList<string>> Rows(FieldMetrics metrics, FieldMetrics? fine)
    {
        yield return Row("training grid", metrics);
        if (fine is not null) yield return Row("finer grid, never seen", fine);

        static IReadOnlyList<string> Row(string name, FieldMetrics m)
            => [name, $"{m.Count}", Number(m.RelativeL2), Number(m.RelativeH1), Number(m.MaximumError), Number(m.RSquared)];
    }

    private static void Pictures(HtmlReport page, string heading, IDataView scored)
    {
        page.Section(heading);
        int[] dims = [.. ((VectorDataViewType)scored.Schema["Score"].Type).Dimensions];
        (int rows, int columns) = (dims[^2], dims[^1]);
        foreach (var (a, (u, score)) in scored.GetColumn<float[]>("a").Zip(scored.GetColumn<float[]>("u").Zip(scored.GetColumn<float[]>("Score"))).Take(Examples))
        {
            var range = FieldImage.Range([.. u, .. score]);
            float[] error = [.. score.Zip(u, (p, t) => p - t)];
            double largest = error.Max(Math.Abs);
            page.Row(
            [
                FieldImage.Html(a, rows, columns, "permeability a", ColorMap.Viridis),
                FieldImage.Html(u, rows, columns, "pressure u, truth", ColorMap.Viridis, range),
                FieldImage.Html(score, rows, columns, "pressure u, predicted", ColorMap.Viridis, range),
                FieldImage.Html(error, rows, columns, "error", ColorMap.BlueRed, (-largest, largest)),
            ]);
        }
    }

    private static string Number(double value) => value.ToString("g4", CultureInfo.InvariantCulture);
}
