using System.Diagnostics;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace Microsoft.ML.NeuralOperators.Sweeps;

// States and models, on their way to the database and back.
internal sealed partial class PostgreSqlTables
{
    // Saving states takes a tenth of a training's time at most, however short its epochs are.
    private const int SaveShare = 10;

    // How long the server waits for a part of a file.
    private static readonly TimeSpan Upload = TimeSpan.FromMinutes(1);

    private string? _savedState;
    private long _saved;
    private TimeSpan _saveTime;

    public override void Take(int trial)
    {
        if (_leases.Remove(trial, out TrialLease? before)) before.Dispose();
        _leases.Add(trial, new TrialLease(() => _server.Renew(_study, trial, Worker), _study));
        DatabaseRetry.Do(() => Download(trial));
    }

    public override void Advance(int trial, TrainingProgress progress)
    {
        if (!_leases.TryGetValue(trial, out TrialLease? lease)) return;
        lease.Advance();
        if (Stopwatch.GetElapsedTime(_saved) < SaveShare * _saveTime) return;
        long begin = Stopwatch.GetTimestamp();
        try
        {
            SaveState(trial, null);
        }
        catch (NpgsqlException)
        {
            // A later state is as good. Whether the trial is still ours, the lease finds out.
            (_saved, _saveTime) = (Stopwatch.GetTimestamp(), Stopwatch.GetElapsedTime(begin));
        }
    }

    public override void Keep(SweepTrial trial)
        => DatabaseRetry.Do(() => SaveState(trial.Number, connection =>
        {
            if (File.Exists(ModelOf(trial.Number)))
                _files.Write(connection, trial.Number, ModelFile, ModelOf(trial.Number));
            if (IsFinished(trial)) return;
            // Until the result is noted, the trial may be taken up again from the weights before.
            foreach (string weights in _files.Names(connection, trial.Number)
                .Where(n => n is not (StateFile or ModelFile) && n != NameOf(WeightsOf(trial.Number, trial.Rung - 1))))
                _files.Delete(connection, trial.Number, weights);
            string now = WeightsOf(trial.Number, trial.Rung);
            if (File.Exists(now)) _files.Write(connection, trial.Number, NameOf(now), now);
        }));

    public override string Model(int trial)
    {
        bool isThere = DatabaseRetry.Do(() =>
        {
            using NpgsqlConnection connection = _server.Open();
            return _files.Read(connection, trial, ModelFile, ModelOf(trial));
        });
        return isThere ? ModelOf(trial)
            : throw new InvalidOperationException($"{Name} has no model of trial {trial}.");
    }

    // The last state of a trial, its weights, and nothing else.
    private void Download(int trial)
    {
        if (Directory.Exists(FolderOf(trial))) Directory.Delete(FolderOf(trial), true);
        Directory.CreateDirectory(FolderOf(trial));
        (_savedState, _saved) = (null, 0);
        using NpgsqlConnection connection = _server.Open();
        foreach (string weights in _files.Names(connection, trial).Where(n => n is not (StateFile or ModelFile)))
            _files.Read(connection, trial, weights, Path.Combine(FolderOf(trial), weights));
        string unnamed = Path.Combine(FolderOf(trial), StateFile + ".tmp");
        if (!_files.Read(connection, trial, StateFile, unnamed)) return;
        using NpgsqlCommand read = _server.Command(connection,
            "SELECT state FROM sweep_leases WHERE study = @study AND trial = @trial", _study.Name, trial);
        _savedState = (string)read.ExecuteScalar()!;
        string state = Path.Combine(FolderOf(trial), _savedState);
        Directory.CreateDirectory(Path.GetDirectoryName(state)!);
        File.Move(unnamed, state);
    }

    private static string NameOf(string path) => Path.GetFileName(path);

    // Puts the newest state into the database, where it is not there yet; nothing where the trial is another worker's.
    private void SaveState(int trial, Action<NpgsqlConnection>? also)
    {
        // Trainings of their own for every rung have folders of their own, in the order of their names.
        string folder = FolderOf(trial);
        string? newest = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "state-*.notrain",
            SearchOption.AllDirectories).Max(StringComparer.Ordinal) : null;
        string? name = newest is null ? null : Path.GetRelativePath(folder, newest).Replace('\\', '/');
        if (also is null && (name is null || name == _savedState)) return;
        long begin = Stopwatch.GetTimestamp();
        using NpgsqlConnection connection = _server.Open();
        using NpgsqlTransaction change = _server.Begin(connection, Upload);
        using NpgsqlCommand hold = _server.Command(connection, "SELECT 1 FROM sweep_leases WHERE study = @study "
            + "AND trial = @trial AND holder = @worker FOR UPDATE", _study.Name, trial);
        hold.Parameters.AddWithValue("worker", Worker);
        if (hold.ExecuteScalar() is null) return;
        if (newest is not null && name != _savedState) _files.Write(connection, trial, StateFile, newest);
        also?.Invoke(connection);
        // "state-000004-00000000.notrain" begins epoch 4.
        int epoch = name is null ? 0
            : int.Parse(Path.GetFileName(name).Split('-')[1], CultureInfo.InvariantCulture) - 1;
        using NpgsqlCommand note = _server.Command(connection, """
            UPDATE sweep_leases SET state = COALESCE(@state, state), epoch = GREATEST(epoch, @epoch), losses = 0,
                until = clock_timestamp() + make_interval(secs => @seconds)
            WHERE study = @study AND trial = @trial
            """, _study.Name, trial);
        note.Parameters.AddWithValue("state", NpgsqlDbType.Text, (object?)name ?? DBNull.Value);
        note.Parameters.AddWithValue("epoch", epoch);
        note.Parameters.AddWithValue("seconds", _study.Lease.TotalSeconds);
        note.ExecuteNonQuery();
        change.Commit();
        (_savedState, _saved, _saveTime) = (name, Stopwatch.GetTimestamp(), Stopwatch.GetElapsedTime(begin));
    }
}
