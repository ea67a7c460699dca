using Microsoft.ML;
using Microsoft.ML.NeuralOperators;
using Microsoft.ML.NeuralOperators.Training;
using static System.FormattableString;

namespace Export.Bench;

/// <summary>One table a model: every precision with its file, its errors and its times.</summary>
internal static class Variants
{
    private const int Seed = 0, Size = 16;

    public static void Run(string train, string test, int epochs, string folder)
    {
        Directory.CreateDirectory(folder);
        var context = new MLContext(Seed);
        NeuralOperatorsCatalog operators = context.NeuralOperators();
        Dictionary<string, string> columns = new() { ["x"] = "x", ["y"] = "y" };
        IDataView training = operators.LoadFields(train, columns), tested = operators.LoadFields(test, columns);
        var options = new TrainingOptions { Epochs = epochs, Seed = Seed };
        foreach (var (name, trainer) in new[]
        {
            ("FNO", operators.Fno("y", "x", new() { Modes = [8, 8] }, options)),
            ("MgNO", operators.Mgno("y", "x", new(), options)),
            ("U-Net", operators.UNet("y", "x", new(), options)),
        })
        {
            string zip = Path.Combine(folder, $"{name}-{epochs}.zip");
            if (!File.Exists(zip))
            {
                using NeuralOperatorTransformer trained = trainer.Fit(training);
                context.Model.Save(trained, training.Schema, zip);
            }
            using var model = (NeuralOperatorTransformer)operators.Load(zip);
            Console.WriteLine(Invariant($"\n{name}, {model.Report!.Parameters} parameters, {epochs} epochs\n"));
            Console.WriteLine(
                "| precision | weights, layers | KiB | relative L2 error | differs by | ms a row | ms for 16 |");
            Console.WriteLine("|---|---|---|---|---|---|---|");
            ExportReport[] reports = [.. Enum.GetValues<ExportPrecision>().Select(precision => model.ExportToOnnx(
                Path.Combine(folder, $"{name}-{precision}.onnx"), new ExportOptions
                {
                    Precision = precision,
                    Calibration = training,
                    Test = tested,
                    LabelColumnName = "y",
                }))];
            OnnxOperatorSession[] sessions = [.. reports.Select(r => OnnxOperatorSession.Open(r.Path))];
            double[] one = Clock.Best([.. sessions.Select(s => (Action)(() => Score(s, 1)))]),
                many = Clock.Best([.. sessions.Select(s => (Action)(() => Score(s, 16)))]);
            for (int i = 0; i < reports.Length; i++)
            {
                ExportReport report = reports[i];
                string error = ReportNumber.Text(report.Errors!.RelativeL2, 4);
                Console.WriteLine(Invariant($"| {report.Precision} | {report.Weights}, {report.Products} | ")
                    + Invariant($"{(report.Bytes + 1023) / 1024} | {error} | ")
                    + Invariant($"{ReportNumber.Text(report.Difference!.RelativeL2)} | {one[i]:f3} | {many[i]:f3} |"));
                sessions[i].Dispose();
            }
        }
    }

    private static void Score(OnnxOperatorSession session, int rows)
    {
        float[] x = new float[rows * Size * Size];
        long[] shape = [rows, 1, Size, Size];
        session.Run(x, shape, x, shape);
    }
}
