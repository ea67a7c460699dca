using System.Diagnostics;

namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>What is measured of a trial's model, on all validation rows.</summary>
/// <param name="mlContext">The context.</param>
/// <param name="settings">The sweep.</param>
internal sealed class TrialMetrics(MLContext mlContext, SweepSettings settings)
{
    /// <summary>Saves the model and measures it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="label">The label column; empty for trajectories.</param>
    /// <param name="path">The model's file.</param>
    public Dictionary<SweepMetric, double> Measure(NeuralOperatorTransformer model, string label, string path)
    {
        mlContext.Model.Save(model, settings.Training.Schema, path);
        var metrics = new Dictionary<SweepMetric, double>
        {
            [SweepMetric.Parameters] = model.Report!.Parameters,
            [SweepMetric.Bytes] = new FileInfo(path).Length,
        };
        if (label.Length == 0)
        {
            // Trajectories: the error of whole roll-outs, as training has it.
            metrics[SweepMetric.RelativeL2] = model.Report.Epochs.Min(e => e.ValidationError ?? double.NaN);
            return metrics;
        }
        IDataView scored = model.Transform(settings.Validation);
        FieldMetrics errors = mlContext.NeuralOperators().Evaluate(scored, label, model.ScoreColumnName);
        var clock = Stopwatch.StartNew();
        int rows = scored.GetColumn<float[]>(model.ScoreColumnName).Count();
        metrics[SweepMetric.Milliseconds] = clock.Elapsed.TotalMilliseconds / Math.Max(rows, 1);
        metrics[SweepMetric.RelativeL2] = errors.RelativeL2;
        metrics[SweepMetric.RelativeH1] = errors.RelativeH1;
        metrics[SweepMetric.RootMeanSquaredError] = errors.RootMeanSquaredError;
        metrics[SweepMetric.MaximumError] = errors.MaximumError;
        return metrics;
    }
}
