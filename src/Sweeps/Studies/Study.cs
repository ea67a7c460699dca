using Microsoft.Data.Sqlite;

namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>What a study decided that a process does next.</summary>
/// <param name="Trial">The trial to train, whose lock is held; null for none.</param>
/// <param name="Rung">The rung to train it to.</param>
/// <param name="IsDone">Whether there will be nothing more to do.</param>
internal sealed record StudyTask(SweepTrial? Trial, int Rung, bool IsDone);

/// <summary>
/// The trials of a sweep in a folder: a SQLite file, and a folder for every trial with its training's state and its
/// model. Any number of processes of a machine work on it: what is next is decided in one transaction, and a trial
/// belongs to the process that holds its lock, which the system lets go when the process ends in any way.
/// </summary>
internal sealed class Study : IDisposable
{
    /// <summary>The file of a study in its folder.</summary>
    public const string FileName = "study.db";

    private readonly string _folder;
    private readonly StudyFile _file;
    private readonly Dictionary<int, FileStream> _locks = [];

    /// <summary>Opens a study, or begins one.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="plan">What is swept: a study of something else is refused.</param>
    /// <param name="spaces">What the trials' options are from.</param>
    /// <exception cref="InvalidOperationException">The folder holds a study of something else.</exception>
    public Study(string folder, string plan, IReadOnlyList<SweepSpace> spaces)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        _file = new StudyFile(Path.Combine(_folder, FileName), spaces);
        using SqliteTransaction change = _file.Begin();
        if (_file.Plan(plan) is { } other && other != plan)
        {
            string text = $"'{_folder}' holds a study of something else. Take another folder, or the options and the "
                + $"seed it began with. It has {Difference(other, plan)}.";
            _file.Dispose();
            throw new InvalidOperationException(text);
        }
        change.Commit();
    }

    /// <summary>All trials, in the order of their numbers.</summary>
    public IReadOnlyList<SweepTrial> Trials()
    {
        using SqliteTransaction view = _file.Begin();
        return _file.Trials();
    }

    /// <summary>Notes what it is of, for those who read it.</summary>
    public void Describe(StudyDescription description)
    {
        using SqliteTransaction change = _file.Begin();
        _file.Describe(description);
        change.Commit();
    }

    /// <summary>All results in the order of their times.</summary>
    public IReadOnlyList<StudyResult> Results()
    {
        using SqliteTransaction view = _file.Begin();
        return _file.Results();
    }

    /// <summary>The folder of a trial.</summary>
    public string FolderOf(int trial) => FolderOf(_folder, trial);

    /// <summary>The file of a trial's model.</summary>
    public string ModelOf(int trial) => ModelOf(_folder, trial);

    /// <summary>The file of a trial's model in the folder of a study.</summary>
    public static string ModelOf(string folder, int trial) => Path.Combine(FolderOf(folder, trial), "model.zip");

    /// <summary>Decides what this process does next, and takes the lock of its trial.</summary>
    /// <param name="rungs">How trials compete.</param>
    /// <param name="maximum">Trials in all, or null.</param>
    /// <param name="propose">Options of a new trial; null where everything has been tried.</param>
    public StudyTask Next(Rungs rungs, int? maximum, Func<IReadOnlyList<SweepTrial>, SweepTrial?> propose)
    {
        using SqliteTransaction change = _file.Begin();
        IReadOnlyList<SweepTrial> trials = _file.Trials();
        bool areOthersAtWork = false;
        foreach (SweepTrial running in trials.Where(t => t.State == SweepTrialState.Running))
        {
            // Whose process has ended: another one takes it up where its last state is.
            if (TryLock(running.Number)) return new StudyTask(running, running.RungLosses.Count, false);
            areOthersAtWork = true;
        }
        if (rungs.Promoted(trials, maximum) is { } promoted && TryLock(promoted.Number))
        {
            _file.MarkRunning(promoted.Number);
            change.Commit();
            return new StudyTask(promoted, promoted.RungLosses.Count, false);
        }
        if (maximum is { } most && trials.Count >= most || propose(trials) is not { } trial)
            return new StudyTask(null, 0, !areOthersAtWork);
        if (!TryLock(trial.Number))
            throw new IOException($"'{FolderOf(trial.Number)}' is locked, though no trial of the study has it.");
        _file.Add(trial);
        change.Commit();
        return new StudyTask(trial, 0, false);
    }

    /// <summary>Notes a trial's result, and lets go of it.</summary>
    public void Report(SweepTrial trial)
    {
        using SqliteTransaction change = _file.Begin();
        _file.Update(trial);
        if (trial.Loss is not null) _file.Note(trial, DateTime.UtcNow);
        // Before others can see the result. If the process ended here, the trial would be taken up again.
        Unlock(trial.Number);
        change.Commit();
    }

    /// <summary>Lets go of a trial without a result: another process takes it up, or this one later.</summary>
    public void Unlock(int trial)
    {
        if (_locks.Remove(trial, out FileStream? held)) held.Dispose();
    }

    public void Dispose()
    {
        foreach (FileStream held in _locks.Values) held.Dispose();
        _file.Dispose();
    }

    private static string FolderOf(string folder, int trial) => Path.Combine(folder, "trials", $"{trial:d6}");

    private bool TryLock(int trial)
    {
        if (_locks.ContainsKey(trial)) return false;
        string folder = Directory.CreateDirectory(FolderOf(trial)).FullName;
        try
        {
            _locks[trial] = new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite,
                FileShare.None);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string Difference(string before, string now)
    {
        string[] old = before.Split('\n'), given = now.Split('\n');
        string first = old.Except(given).FirstOrDefault() ?? "fewer options";
        return given.Except(old).FirstOrDefault() is { } other ? $"\"{first}\", not \"{other}\"" : $"\"{first}\"";
    }
}
