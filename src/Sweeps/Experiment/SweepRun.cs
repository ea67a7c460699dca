using System.Diagnostics;

namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>One process at work on a sweep: takes trials from the study, trains them and reports.</summary>
internal sealed class SweepRun(MLContext mlContext, SweepSettings settings, StudyStore store)
{
    // Proposals for a trial that are refused before the tuner is taken to have no more.
    private const int Attempts = 1000;

    // Proposals in a row that do not fit the time that is left before the sweep begins no more trials.
    private const int Misfits = 20;

    // Between two looks at a study at which other processes work.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Stopwatch _clock = Stopwatch.StartNew();

    private double? TimeLeft => settings.Time is { } time ? (time - _clock.Elapsed).TotalSeconds : null;

    /// <summary>Works until the sweep ends.</summary>
    /// <param name="token">Stops it.</param>
    /// <param name="next">Says what is next; null where the study itself does.</param>
    public SweepResult Run(CancellationToken token, Func<Study, CancellationToken, StudyTask>? next = null)
    {
        using Study study = Open();
        study.Describe(settings.Describe());
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
        if (TrialOrder.Best(trials) is not { } best)
        {
            token.ThrowIfCancellationRequested();
            string why = trials.FirstOrDefault(t => t.Fault is not null)?.Fault ?? (trials.Any(t => t.Loss is not null)
                ? "none is within the limits" : "the time ended before the first epoch did");
            throw new InvalidOperationException($"None of {trials.Count} trials has a result: {why}");
        }
        var model = (NeuralOperatorTransformer)mlContext.NeuralOperators().Load(study.Model(best.Number));
        return new SweepResult(trials, best, model)
        {
            Study = new SweepStudy(settings.Describe(), trials, study.Results(), BestModel.Of(model)),
        };
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

    private SweepTrial? Propose(IReadOnlyList<SweepTrial> trials)
    {
        int number = trials.Count, misfits = 0;
        var cost = new TrialCost(settings, trials);
        SweepObservation[] observations = [.. settings.Earlier.Observations,
            .. trials.SelectMany(t => Observed(t, cost))];
        HashSet<string> tried = [.. trials.Select(t => $"{t.Space} {SweepSpace.Write(t.Options)}")];
        double? left = TimeLeft;
        for (int attempt = 0; attempt < Attempts && misfits < Misfits; attempt++)
        {
            var state = new SweepState(settings.Spaces, number, attempt, observations, settings.Seed)
            {
                Earlier = settings.Earlier.Trials,
                TimeLeft = left,
                FirstShare = settings.Spaces.Min(cost.FirstShare),
            };
            if (settings.Tuner.Propose(state) is not { } proposal) return null;
            SweepSpace space = settings.Spaces[proposal.Space];
            double[] place = space.Settle(proposal.Place);
            IReadOnlyDictionary<string, object> options = space.At(place);
            if (tried.Contains($"{space.Name} {SweepSpace.Write(options)}")) continue;
            try
            {
                NeuralOperatorTrainer trainer = space.With(options);
                var trial = new SweepTrial(number, space.Name, options, SweepTrialState.Running)
                {
                    Place = place,
                    AllEpochs = settings.Rungs.AllEpochs(trainer.Training.Epochs),
                };
                if (left is { } seconds && cost.FirstResult(trial, trainer) is { } expected && expected > seconds
                    // What fits at no time is told once, as a trial that is refused.
                    && cost.Fault(trial, trainer) is null) misfits++;
                else return trial;
            }
            catch (ArgumentOutOfRangeException)
            {
                // Options that do not go together, such as 32 channels in 5 heads.
            }
        }
        return null;
    }

    private IEnumerable<SweepObservation> Observed(SweepTrial trial, TrialCost cost)
    {
        int space = settings.Spaces.ToList().FindIndex(s => s.Name == trial.Space);
        if (trial.State is SweepTrialState.Failed or SweepTrialState.Refused || !trial.IsWithinLimits)
            yield return new SweepObservation(space, trial.Place, 1, double.PositiveInfinity);
        else
            // The result of a higher rung tells more of the same options.
            for (int rung = 0; rung < trial.RungLosses.Count; rung++)
                yield return new SweepObservation(space, trial.Place, settings.Rungs.ShareOf(rung),
                    trial.RungLosses[rung])
                {
                    Seconds = rung == trial.RungLosses.Count - 1 ? cost.Whole(trial) : null,
                };
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
        double? before = TrialOrder.Best(study.Trials())?.Loss;
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
