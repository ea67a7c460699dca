namespace Microsoft.ML.NeuralOperators.Sweeps.Cluster;

/// <summary>
/// The experiment as the study's grain finds it in its process. Decisions are transactions of the database, so that
/// even two grains of one study, which a cut network may cause for a while, give no trial twice.
/// </summary>
/// <param name="sweep">The sweep.</param>
/// <param name="study">The study, used by the grain alone.</param>
internal sealed class StudyDecisions(SweepRun sweep, Study study)
{
    private readonly Lock _deciding = new();

    /// <summary>Decides what a worker does next.</summary>
    /// <param name="offer">The worker.</param>
    /// <param name="all">All workers that are known.</param>
    public TrialAssignment Next(WorkerOffer offer, IReadOnlyCollection<WorkerOffer> all)
    {
        lock (_deciding)
        {
            StudyTask task = sweep.Decide(study, new WorkerCall(offer.Worker, t => Lacks(offer, t) is null, Misfit));
            return new TrialAssignment(task.Trial?.Number, task.Rung, task.IsDone);
        }

        string? Misfit(SweepTrial trial)
            => all.All(o => Lacks(o, trial) is not null)
                ? $"It needs {Lacks(offer, trial)}, which no worker offers ({all.Count} asked)." : null;
    }

    /// <summary>Lets go of the trials of workers that have ended.</summary>
    public void LetGo(Func<string, bool> isLost)
    {
        lock (_deciding) study.LetGo(isLost);
    }

    private string? Lacks(WorkerOffer offer, SweepTrial trial)
    {
        NeuralOperatorTrainer trainer = sweep.TrainerOf(trial);
        return offer.Lacks(trainer.Training, sweep.WantsGpu(trainer));
    }
}
