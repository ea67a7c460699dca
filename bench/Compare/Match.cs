using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators;

namespace Compare;

/// <summary>A row of the table.</summary>
/// <param name="Operator">The contender's name.</param>
/// <param name="Parameters">Trained numbers.</param>
/// <param name="Epochs">Passes over the data within the budget.</param>
/// <param name="SecondsPerEpoch">Seconds of one.</param>
/// <param name="TrainingSeconds">Seconds of all.</param>
/// <param name="RelativeL2">Error of the test problems.</param>
/// <param name="FineRelativeL2">Error of the same problems on the finer grid, or null.</param>
/// <param name="OnnxBytes">Size of the exported file.</param>
/// <param name="Milliseconds">Prediction of a sample through ONNX Runtime.</param>
internal sealed record Row(string Operator, long Parameters, int Epochs, double SecondsPerEpoch, double TrainingSeconds,
    double RelativeL2,
    double? FineRelativeL2, long OnnxBytes, double Milliseconds);

/// <summary>One contender trained within the budget, exported and scored.</summary>
internal static class Match
{
    // Enough steps to time, few against the budget.
    private const int TrialSteps = 8;

    // Few epochs fit into the budget on fine grids: small batches make the most of them.
    private static int BatchSize(int size) => size < 32 ? 8 : 4;

    public static Row Play(Contender contender, DarcyFiles files, double budget, int seed, double? memory,
        string folder)
    {
        var mlContext = new MLContext(seed);
        NeuralOperatorsCatalog operators = mlContext.NeuralOperators();
        IDataView training = operators.LoadFields(files.Training(contender.IsOnPoints)),
            test = operators.LoadFields(files.Test(contender.IsOnPoints));
        int size = ((VectorDataViewType)operators.LoadFields(files.Test(false)).Schema["Features"].Type).Dimensions[^1];
        int samples = (int)training.GetRowCount()!.Value;

        double epochSeconds = Trial();
        using NeuralOperatorTransformer model = Fit(training, Math.Max(1, (int)(budget / epochSeconds)));
        string onnx = Path.Combine(folder, $"{contender.Name}.onnx");
        model.ExportToOnnx(onnx);
        FieldMetrics metrics = operators.Evaluate(model.Transform(test));
        double? fine = contender.BoundToGrid is not null || !File.Exists(files.Fine(contender.IsOnPoints)) ? null
            : operators.Evaluate(model.Transform(operators.LoadFields(files.Fine(contender.IsOnPoints)))).RelativeL2;
        return new Row(contender.Name, model.Report!.Parameters, model.Report.Epochs.Count,
            model.Report.SecondsPerEpoch, model.Report.Seconds,
            metrics.RelativeL2, fine, new FileInfo(onnx).Length, Milliseconds(model.Transform(test), metrics.Count));

        NeuralOperatorTransformer Fit(IDataView rows, int epochs)
        {
            var options = new TrainingOptions
            {
                Epochs = epochs,
                BatchSize = BatchSize(size),
                Seed = seed,
                MaxMemoryMegabytes = memory
            };
            return contender.Create(operators, size, options).Fit(rows);
        }

        double Trial()
        {
            int few = Math.Min(samples, TrialSteps * BatchSize(size));
            using NeuralOperatorTransformer trial = Fit(mlContext.Data.TakeRows(training, few), 2);
            return trial.Report!.Epochs.Min(e => e.Seconds) * samples / few;
        }
    }

    // The whole pipeline, in batches, after one pass to warm up.
    private static double Milliseconds(IDataView scored, int count)
    {
        int Rows() => scored.GetColumn<float[]>("Score").Count();
        Rows();
        var clock = Stopwatch.StartNew();
        int passes = 0;
        for (; passes < 3 || clock.ElapsedMilliseconds < 500; passes++) Rows();
        return clock.Elapsed.TotalMilliseconds / passes / count;
    }
}
