using System.Diagnostics;

namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>One trial, trained to a rung and measured.</summary>
/// <param name="mlContext">The context.</param>
/// <param name="settings">The sweep.</param>
/// <param name="study">Where the state of the training and the model go.</param>
/// <param name="trial">The trial.</param>
/// <param name="rung">The rung.</param>
internal sealed class TrialTraining(MLContext mlContext, SweepSettings settings, Study study, SweepTrial trial,
    int rung)
{
    private NeuralOperatorsCatalog Operators => mlContext.NeuralOperators();

    /// <summary>Trains and measures.</summary>
    /// <returns>The trial with its result.</returns>
    /// <exception cref="OperationCanceledException">
    /// The token was cancelled before the end of the first epoch.
    /// </exception>
    public SweepTrial Run(CancellationToken token)
    {
        NeuralOperatorTrainer trainer = settings.Spaces.First(s => s.Name == trial.Space).With(trial.Options);
        int all = trainer.Training.Epochs, last = settings.Rungs.EpochsOf(rung, all);
        if (rung == 0 && TrialCost.Of(trainer, settings, last, study.Trials(), trial.Space) is { } fault)
            return trial with { State = SweepTrialState.Refused, Fault = fault, AllEpochs = all };
        using CancellationTokenSource pause = CancellationTokenSource.CreateLinkedTokenSource(token,
            study.Lost(trial.Number));
        TrainingOptions training = trainer.Training;
        trainer = trainer.With(training: training with
        {
            Seed = training.Seed ?? settings.Seed,
            GpuDeviceId = (training.GpuDeviceId ?? mlContext.GpuDeviceId) is { } gpu
                ? settings.GpuDeviceId ?? gpu : null,
            KeepBest = true,
            ReturnBestOnCancellation = true,
            Checkpoints = new TrainingCheckpoints
            {
                Folder = Path.Combine(study.FolderOf(trial.Number), "state"),
                KeepLast = 1
            },
            CancellationToken = pause.Token,
            Progress = progress =>
            {
                study.Advance(trial.Number, progress);
                settings.Monitor?.ReportProgress(trial, progress);
                training.Progress?.Invoke(progress);
                // The schedule of the learning rate is that of all epochs; the trial goes on from its state.
                // One that was killed between its last epoch and its result is already beyond it.
                if (last < all && progress.Epoch >= (progress.EndsEpoch ? last : last + 1)) pause.Cancel();
            },
        });
        using NeuralOperatorTransformer model = trainer.Fit(settings.Training, settings.Validation);
        IReadOnlyList<EpochReport> curve = model.Report!.Epochs;
        Dictionary<SweepMetric, double> metrics = Measure(model, trainer.LabelColumnName);
        double loss = metrics.GetValueOrDefault(settings.Objective, double.NaN);
        if (!double.IsFinite(loss))
            throw new InvalidOperationException($"The objective, {settings.Objective}, is {loss} for this trial; "
                + "expected a finite number.");
        bool isWhole = curve.Count >= last;
        return trial with
        {
            // One that the end of the sweep stopped is taken up when the sweep goes on.
            State = !isWhole ? SweepTrialState.Running
                : curve.Count >= all ? SweepTrialState.Completed : SweepTrialState.Paused,
            Loss = loss,
            Metrics = metrics,
            IsWithinLimits = settings.Limits.All(l => metrics.TryGetValue(l.Key, out double value)
                && value <= l.Value),
            Epochs = curve.Count,
            AllEpochs = all,
            Rung = rung,
            RungLosses = isWhole ? [.. trial.RungLosses, loss] : trial.RungLosses,
            Seconds = model.Report.Seconds,
            SampleFlops = model.Report.SampleFlops,
            Curve = curve,
        };
    }

    private Dictionary<SweepMetric, double> Measure(NeuralOperatorTransformer model, string label)
    {
        string path = study.ModelOf(trial.Number);
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
        FieldMetrics errors = Operators.Evaluate(scored, label, model.ScoreColumnName);
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
