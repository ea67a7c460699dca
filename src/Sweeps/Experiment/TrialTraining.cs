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
    private readonly SweepSpace _space = settings.Spaces.First(s => s.Name == trial.Space);

    // Whether a promoted trial is a training of its own, on other rows, that begins with the weights of the one before.
    private bool AreApart => settings.Rungs.Fidelity != SweepFidelity.Epochs;

    /// <summary>Trains and measures.</summary>
    /// <returns>The trial with its result.</returns>
    /// <exception cref="OperationCanceledException">
    /// The token was cancelled before the end of the first epoch.
    /// </exception>
    public SweepTrial Run(CancellationToken token)
    {
        NeuralOperatorTrainer trainer = _space.With(trial.Options);
        int epochs = trainer.Training.Epochs, last = settings.Rungs.EpochsOf(rung, epochs),
            all = settings.Rungs.AllEpochs(epochs);
        if (rung == 0 && new TrialCost(settings, study.Trials()).Fault(trial, trainer) is { } fault)
            return trial with { State = SweepTrialState.Refused, Fault = fault, AllEpochs = all };
        using NeuralOperatorTransformer model = Fit(trainer, epochs, last, token);
        IReadOnlyList<EpochReport> curve = model.Report!.Epochs;
        bool isWhole = curve.Count >= last;
        if (AreApart) curve = After(trial.Curve.Take(epochs * rung), curve);
        Dictionary<SweepMetric, double> metrics = new TrialMetrics(mlContext, settings).Measure(model,
            trainer.LabelColumnName, study.ModelOf(trial.Number));
        double loss = metrics.GetValueOrDefault(settings.Objective, double.NaN);
        if (!double.IsFinite(loss))
            throw new InvalidOperationException($"The objective, {settings.Objective}, is {loss} for this trial; "
                + "expected a finite number.");
        if (AreApart && isWhole)
            File.Copy(study.ModelOf(trial.Number), study.WeightsOf(trial.Number, rung), overwrite: true);
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
            Seconds = AreApart ? curve.Sum(e => e.Seconds) : model.Report.Seconds,
            // A trial's own grid may be coarser.
            SampleFlops = trainer.Cost(settings.Training.Schema) is { } cost ? cost.Flops / trainer.Training.BatchSize
                : model.Report.SampleFlops,
            Curve = curve,
        };
    }

    private NeuralOperatorTransformer Fit(NeuralOperatorTrainer trainer, int epochs, int last, CancellationToken token)
    {
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
                Folder = Path.Combine(study.FolderOf(trial.Number), AreApart ? $"state-{rung:d2}" : "state"),
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
                if (last < epochs && progress.Epoch >= (progress.EndsEpoch ? last : last + 1)) pause.Cancel();
            },
        });
        IDataView rows = Rows(trainer);
        if (!AreApart || rung == 0) return trainer.Fit(rows, settings.Validation);
        using var before = (NeuralOperatorTransformer)mlContext.NeuralOperators()
            .Load(study.WeightsOf(trial.Number, rung - 1));
        return trainer.ContinueFrom(before).Fit(rows, settings.Validation);
    }

    // Trials of higher rungs have those of lower ones, and more.
    private IDataView Rows(NeuralOperatorTrainer trainer)
    {
        DataReduction rows = _space.Rows(trial.Options);
        int? samples = settings.Rungs.Fidelity == SweepFidelity.Samples
            ? settings.Rungs.SamplesOf(rung, Math.Min(rows.Samples ?? int.MaxValue, settings.Rows)) : rows.Samples;
        return ReducedDataView.Of(settings.Training, trainer, samples, rows.Stride * settings.Rungs.StrideOf(rung),
            settings.Seed);
    }

    private static EpochReport[] After(IEnumerable<EpochReport> before, IReadOnlyList<EpochReport> curve)
        => [.. before.Concat(curve).Select((e, i) => e with { Epoch = i + 1 })];
}
