namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>One process at work on a sweep: takes trials from the study, trains them and reports.</summary>
internal sealed class SweepRun(MLContext mlContext, SweepSettings settings, StudyStore store)
{
    // Proposals for a trial that are refused before the tuner is taken to have no more.
    private const int Attempts = 1000;

    // Between two looks at a study at which other processes work.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Works until the sweep ends.</summary>
    /// <param name="token">Stops it.</param>
    /// <param name="next">Says what is next; null where the study itself does.</param>
    public SweepResult Run(CancellationToken token, Func<Study, CancellationToken, StudyTask>? next = null)
    {
        using Study study = Open();
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(token);
        if (settings.Time is { } time) end.CancelAfter(time);
        while (!end.IsCancellationRequested)
        {
            StudyTask task = next?.Invoke(study, end.Token)
                ?? study.Next(settings.Rungs, settings.MaxTrials, Propose);
            if (task.Trial is not null) Train(study, task, end.Token);
            else if (task.IsDone) break;
            else end.Token.WaitHandle.WaitOne(Pause);
        }
        IReadOnlyList<SweepTrial> trials = study.Trials();
        if (Best(trials) is not { } best)
        {
            token.ThrowIfCancellationRequested();
            string why = trials.FirstOrDefault(t => t.Fault is not null)?.Fault ?? (trials.Any(t => t.Loss is not null)
                ? "none is within the limits" : "the time ended before the first epoch did");
            throw new InvalidOperationException($"None of {trials.Count} trials has a result: {why}");
        }
        return new SweepResult(trials, best,
            (NeuralOperatorTransformer)mlContext.NeuralOperators().Load(study.Model(best.Number)));
    }

    /// <summary>Opens the study.</summary>
    public Study Open() => store.Open(settings.Plan(), settings.Spaces);

    /// <summary>Decides what a worker does next.</summary>
    public StudyTask Decide(Study study, WorkerCall call)
        => study.Decide(settings.Rungs, settings.MaxTrials, Propose, call);

    /// <summary>The trainer of a trial.</summary>
    public NeuralOperatorTrainer TrainerOf(SweepTrial trial)
        => settings.Spaces.First(s => s.Name == trial.Space).With(trial.Options);

    /// <summary>Whether a trainer wants a GPU.</summary>
    public bool WantsGpu(NeuralOperatorTrainer trainer)
        => trainer.Training.GpuDeviceId is not null || mlContext.GpuDeviceId is not null;

    private static SweepTrial? Best(IEnumerable<SweepTrial> trials)
        => trials.Where(t => t is { IsWithinLimits: true, Loss: not null } && double.IsFinite(t.Loss.Value))
            .OrderBy(t => t.Loss).ThenBy(t => t.Number).FirstOrDefault();

    private SweepTrial? Propose(IReadOnlyList<SweepTrial> trials)
    {
        int number = trials.Count;
        SweepObservation[] observations = [.. trials.SelectMany(Observed)];
        HashSet<string> tried = [.. trials.Select(t => $"{t.Space} {SweepSpace.Write(t.Options)}")];
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            var state = new SweepState(settings.Spaces, number, attempt, observations, settings.Seed);
            if (settings.Tuner.Propose(state) is not { } proposal) return null;
            SweepSpace space = settings.Spaces[proposal.Space];
            IReadOnlyDictionary<string, object> options = space.At(proposal.Place);
            if (tried.Contains($"{space.Name} {SweepSpace.Write(options)}")) continue;
            try
            {
                return new SweepTrial(number, space.Name, options, SweepTrialState.Running)
                {
                    Place = proposal.Place,
                    AllEpochs = space.With(options).Training.Epochs,
                };
            }
            catch (ArgumentOutOfRangeException)
            {
                // Options that do not go together, such as 32 channels in 5 heads.
            }
        }
        return null;
    }

    private IEnumerable<SweepObservation> Observed(SweepTrial trial)
    {
        int space = settings.Spaces.ToList().FindIndex(s => s.Name == trial.Space);
        if (trial.State is SweepTrialState.Failed or SweepTrialState.Refused || !trial.IsWithinLimits)
            yield return new SweepObservation(space, trial.Place, 1, double.PositiveInfinity);
        else
            // The result of a higher rung tells more of the same options.
            for (int rung = 0; rung < trial.RungLosses.Count; rung++)
                yield return new SweepObservation(space, trial.Place, settings.Rungs.ShareOf(rung),
                    trial.RungLosses[rung]);
    }

    private void Train(Study study, StudyTask task, CancellationToken token)
    {
        SweepTrial trial = task.Trial! with { State = SweepTrialState.Running };
        settings.Monitor?.ReportRunningTrial(trial);
        SweepTrial done;
        try
        {
            done = new TrialTraining(mlContext, settings, study, trial, task.Rung).Run(token);
        }
        catch (OperationCanceledException)
        {
            // Before the end of its first epoch; its process, or another one, takes it up again.
            study.Unlock(trial.Number);
            return;
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or NotSupportedException
            or OutOfMemoryException)
        {
            done = trial with { State = SweepTrialState.Failed, Fault = error.Message };
        }
        double? before = Best(study.Trials())?.Loss;
        // Another worker took it up meanwhile, and reports it.
        if (!study.Report(done)) return;
        if (done.State is SweepTrialState.Failed or SweepTrialState.Refused) settings.Monitor?.ReportFailTrial(done);
        else
        {
            settings.Monitor?.ReportCompletedTrial(done);
            if (done.IsWithinLimits && done.Loss < (before ?? double.PositiveInfinity))
                settings.Monitor?.ReportBestTrial(done);
        }
    }

}
