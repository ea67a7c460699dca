namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>What a study decided that a worker does next.</summary>
/// <param name="Trial">The trial to train, which the worker holds; null for none.</param>
/// <param name="Rung">The rung to train it to.</param>
/// <param name="IsDone">Whether there will be nothing more to do.</param>
internal sealed record StudyTask(SweepTrial? Trial, int Rung, bool IsDone);

/// <summary>A worker that asks for a trial.</summary>
/// <param name="Worker">Its name.</param>
/// <param name="Fits">Whether it can train a trial.</param>
/// <param name="Misfit">Why no worker at all can; null where one can.</param>
internal sealed record WorkerCall(string Worker, Func<SweepTrial, bool> Fits, Func<SweepTrial, string?> Misfit);

/// <summary>
/// The trials of a sweep in a folder or a database. Any number of processes work on it: what is next is decided in one
/// transaction, and a trial belongs to one worker, until that is lost.
/// </summary>
internal sealed class Study : IDisposable
{
    // Trials decided on that wait for a worker which they fit. While there are fewer, others are looked for.
    private const int MostWaiting = 4;

    // A trial that ends its worker so often in a row, before an epoch is done, would end all of them.
    private const int MostLosses = 5;

    private readonly StudyTables _tables;

    /// <summary>Opens a study, or begins one.</summary>
    /// <param name="tables">Where it is kept; disposed with the study.</param>
    /// <param name="plan">What is swept: a study of something else is refused.</param>
    /// <exception cref="InvalidOperationException">The tables hold a study of something else.</exception>
    public Study(StudyTables tables, string plan)
    {
        _tables = tables;
        try
        {
            string kept = tables.Change(() => tables.Plan(plan));
            if (kept != plan)
                throw new InvalidOperationException($"{tables.Name} holds a study of something else. Take another "
                    + $"one, or the options and the seed it began with. It has {Difference(kept, plan)}.");
        }
        catch
        {
            tables.Dispose();
            throw;
        }
    }

    /// <summary>All trials, in the order of their numbers.</summary>
    public IReadOnlyList<SweepTrial> Trials() => _tables.Change(_tables.Trials);

    /// <summary>Notes what it is of, for those who read it.</summary>
    public void Describe(StudyDescription description) => _tables.Change(() => _tables.Describe(description));

    /// <summary>All results in the order of their times.</summary>
    public IReadOnlyList<StudyResult> Results() => _tables.Change(_tables.Results);

    /// <summary>The folder of a trial on this machine.</summary>
    public string FolderOf(int trial) => _tables.FolderOf(trial);

    /// <summary>Where a trial's model is written on this machine.</summary>
    public string ModelOf(int trial) => _tables.ModelOf(trial);

    /// <summary>Where the weights are written that a trial of the next rung begins with.</summary>
    public string WeightsOf(int trial, int rung) => _tables.WeightsOf(trial, rung);

    /// <summary>The file of a trial's model, wherever it was trained.</summary>
    public string Model(int trial) => _tables.Model(trial);

    /// <summary>Decides what this worker does next, and takes the trial with its state.</summary>
    /// <param name="rungs">How trials compete.</param>
    /// <param name="maximum">Trials in all, or null.</param>
    /// <param name="propose">Options of a new trial; null where everything has been tried.</param>
    public StudyTask Next(Rungs rungs, int? maximum, Func<IReadOnlyList<SweepTrial>, SweepTrial?> propose)
    {
        StudyTask task = Decide(rungs, maximum, propose, new WorkerCall(_tables.Worker, _ => true, _ => null));
        if (task.Trial is { } trial) _tables.Take(trial.Number);
        return task;
    }

    /// <summary>Takes a trial that was decided on for this worker, with its state.</summary>
    /// <param name="trial">Its number.</param>
    public SweepTrial Take(int trial)
    {
        _tables.Take(trial);
        return Trials()[trial];
    }

    /// <summary>Decides what a worker does next.</summary>
    /// <inheritdoc cref="Next"/>
    public StudyTask Decide(Rungs rungs, int? maximum, Func<IReadOnlyList<SweepTrial>, SweepTrial?> propose,
        WorkerCall call)
    {
        return _tables.Change(Decided);

        StudyTask Decided()
        {
            IReadOnlyList<SweepTrial> trials = _tables.Trials();
            SweepTrial[] running = [.. trials.Where(t => t.State == SweepTrialState.Running)];
            // Whose worker was lost, or which waited for one that they fit. They go on where their last state is.
            foreach (SweepTrial trial in running)
                if (call.Fits(trial) && TryHold(trial)) return new StudyTask(trial, trial.RungLosses.Count, false);
            int others = running.Length, waiting = 0;
            if (others > 0)
            {
                IReadOnlySet<int> held = _tables.Held();
                waiting = running.Count(t => !call.Fits(t) && !held.Contains(t.Number));
            }
            for (; waiting < MostWaiting && rungs.Promoted(trials, maximum) is { } trial; waiting++, others++)
            {
                _tables.MarkRunning(trial.Number);
                if (call.Fits(trial) && TryHold(trial)) return new StudyTask(trial, trial.RungLosses.Count, false);
                trials = _tables.Trials();
            }
            for (; waiting < MostWaiting && (maximum is not { } most || trials.Count < most)
                && propose(trials) is { } trial; waiting++, others++)
            {
                _tables.Add(trial);
                if (call.Fits(trial))
                    return TryHold(trial) ? new StudyTask(trial, 0, false)
                        : throw new IOException($"Trial {trial.Number} is new, and yet somebody has it.");
                trials = _tables.Trials();
            }
            return new StudyTask(null, 0, others - Refused(trials, call) == 0);
        }

        bool TryHold(SweepTrial trial)
        {
            if (_tables.TryHold(trial.Number, call.Worker) is not { } losses) return false;
            if (losses < MostLosses) return true;
            _tables.Update(trial with
            {
                State = SweepTrialState.Failed,
                Fault = $"Its worker was lost {losses} times in a row. It may need more memory than workers have.",
            });
            _tables.LetGo(trial.Number, call.Worker);
            return false;
        }
    }

    /// <summary>Is told of every step and epoch of a trial that this worker trains.</summary>
    public void Advance(int trial, TrainingProgress progress) => _tables.Advance(trial, progress);

    /// <summary>Cancelled when a trial that this worker trains is lost to another one.</summary>
    public CancellationToken Lost(int trial) => _tables.Lost(trial);

    /// <summary>
    /// Notes a trial's result, and lets go of it; of a trial that another worker took up meanwhile, nothing is noted.
    /// </summary>
    /// <returns>Whether it was noted.</returns>
    public bool Report(SweepTrial trial)
    {
        _tables.Keep(trial);
        return _tables.Change(() =>
        {
            bool holds = _tables.Holds(trial.Number);
            if (holds)
            {
                _tables.Update(trial);
                if (trial.Loss is not null) _tables.Note(trial);
            }
            // Before others can see the result. If the process ended here, the trial would be taken up again.
            _tables.LetGo(trial.Number);
            return holds;
        });
    }

    /// <summary>Lets go of a trial without a result: another worker takes it up, or this one later.</summary>
    public void Unlock(int trial) => _tables.Change(() => _tables.LetGo(trial));

    /// <summary>Lets go of the trials of workers that are known to have ended.</summary>
    public void LetGo(Func<string, bool> isLost) => _tables.LetGo(isLost);

    public void Dispose() => _tables.Dispose();

    // When all else is done, those that wait for a worker that there is not wait no longer. Whoever is at work may
    // offer more than is known of the workers that asked.
    private int Refused(IReadOnlyList<SweepTrial> trials, WorkerCall call)
    {
        SweepTrial[] running = [.. trials.Where(t => t.State == SweepTrialState.Running)];
        IReadOnlySet<int> held = _tables.Held();
        if (Array.Exists(running, t => held.Contains(t.Number) || call.Misfit(t) is null)) return 0;
        int refused = 0;
        foreach (SweepTrial trial in running)
            if (call.Misfit(trial) is { } fault && _tables.TryHold(trial.Number, call.Worker) is not null)
            {
                _tables.Update(trial with { State = SweepTrialState.Refused, Fault = fault });
                _tables.LetGo(trial.Number, call.Worker);
                refused++;
            }
        return refused;
    }

    private static string Difference(string before, string now)
    {
        string[] old = before.Split('\n'), given = now.Split('\n');
        string first = old.Except(given).FirstOrDefault() ?? "fewer options";
        return given.Except(old).FirstOrDefault() is { } other ? $"\"{first}\", not \"{other}\"" : $"\"{first}\"";
    }
}
