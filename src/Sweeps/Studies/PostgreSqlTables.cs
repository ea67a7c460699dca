using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>
/// A study in PostgreSQL. A trial belongs to the worker that has its lease, for as long as that is renewed; states and
/// models go to the database, and come from there to a folder of this process.
/// </summary>
internal sealed class PostgreSqlTables : StudyTables
{
    private const string StateFile = "state", ModelFile = "model";

    // Saving states takes a tenth of a training's time at most, however short its epochs are.
    private const int SaveShare = 10;

    // How long the server waits for a tuner's proposal, and for a part of a file.
    private static readonly TimeSpan Decision = TimeSpan.FromMinutes(5), Upload = TimeSpan.FromMinutes(1);

    private readonly PostgreSqlStudy _study;
    private readonly PostgreSqlServer _server;
    private readonly PostgreSqlFiles _files;
    private readonly Dictionary<int, TrialLease> _leases = [];
    private string? _savedState;
    private long _saved;
    private TimeSpan _saveTime;

    public PostgreSqlTables(PostgreSqlStudy study, IReadOnlyList<SweepSpace>? spaces)
        : base(spaces, Directory.CreateTempSubdirectory("sweep-").FullName)
    {
        _study = study;
        _files = new PostgreSqlFiles(study.Name);
        Worker = study.Worker ?? $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():n}";
        try
        {
            _server = new PostgreSqlServer(study.Connection);
            _server.Create();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public override string Name => $"The database's study '{_study.Name}'";

    public override string Worker { get; }

    protected override string Key => _study.Name;

    public override string Plan(string plan)
    {
        string kept = base.Plan(plan);
        if (kept == plan && _study.Recipe is not null)
            Run("""
                UPDATE sweep_studies SET recipe = @recipe, until = now() + make_interval(secs => @seconds)
                WHERE study = @study
                """, ("@recipe", _study.Recipe), ("@seconds", _study.Time?.TotalSeconds));
        return kept;
    }

    public override int? TryHold(int trial, string worker)
    {
        (string, object?) number = ("@number", trial);
        Run("INSERT INTO sweep_leases (study, trial) VALUES (@study, @number) ON CONFLICT DO NOTHING", number);
        // A worker that writes to it at this moment is not lost.
        if (Scalar("""
            UPDATE sweep_leases SET losses = CASE WHEN holder IS NULL THEN losses ELSE losses + 1 END,
                holder = @worker, until = clock_timestamp() + make_interval(secs => @seconds)
            WHERE (study, trial) IN (SELECT study, trial FROM sweep_leases WHERE study = @study AND trial = @number
                AND (holder IS NULL OR until < clock_timestamp()) FOR UPDATE SKIP LOCKED)
            RETURNING losses
            """, number, ("@worker", worker), ("@seconds", _study.Lease.TotalSeconds)) is not int losses) return null;
        Note(trial, worker, losses > 0 ? "taken up" : "held");
        return losses;
    }

    public override IReadOnlySet<int> Held()
        => ((int[]?)Scalar("SELECT array_agg(trial) FROM sweep_leases WHERE study = @study AND holder IS NOT NULL "
            + "AND until >= clock_timestamp()"))?.ToHashSet() ?? [];

    public override void LetGo(int trial, string? worker = null)
    {
        if (_leases.Remove(trial, out TrialLease? lease)) lease.Dispose();
        Run("UPDATE sweep_leases SET holder = NULL, losses = 0 WHERE study = @study AND trial = @number "
            + "AND holder = @worker", ("@number", trial), ("@worker", worker ?? Worker));
    }

    public override void LetGo(Func<string, bool> isLost) => Change(() =>
    {
        string[] holders = (string[]?)Scalar("SELECT array_agg(DISTINCT holder) FROM sweep_leases "
            + "WHERE study = @study AND holder IS NOT NULL AND until >= clock_timestamp()") ?? [];
        // A trial whose worker stood still while it wrote to it is free when the server has noticed.
        foreach (string holder in holders.Where(isLost))
            Run("""
                UPDATE sweep_leases SET until = clock_timestamp() - interval '1 second'
                WHERE (study, trial) IN (SELECT study, trial FROM sweep_leases WHERE study = @study
                    AND holder = @worker FOR UPDATE SKIP LOCKED)
                """, ("@worker", holder));
    });

    public override bool Holds(int trial) => Scalar("SELECT 1 FROM sweep_leases WHERE study = @study "
        + "AND trial = @number AND holder = @worker FOR UPDATE", ("@number", trial), ("@worker", Worker)) is not null;

    public override void Update(SweepTrial trial)
    {
        base.Update(trial);
        // Nobody goes on with it.
        if (IsFinished(trial))
            Run("DELETE FROM sweep_files WHERE study = @study AND trial = @number AND name <> @model",
                ("@number", trial.Number), ("@model", ModelFile));
        Note(trial.Number, Worker, trial.State.ToString().ToLowerInvariant());
    }

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

    public override CancellationToken Lost(int trial)
        => _leases.TryGetValue(trial, out TrialLease? lease) ? lease.Lost : CancellationToken.None;

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

    public override void Dispose()
    {
        try
        {
            if (_leases.Count > 0)
            {
                using StudyChange change = Begin();
                foreach (int trial in _leases.Keys.ToArray()) LetGo(trial);
                change.Commit();
            }
        }
        catch (NpgsqlException)
        {
            // Then others wait for the leases to end.
        }
        foreach (TrialLease lease in _leases.Values) lease.Dispose();
        _server?.Dispose();
        Directory.Delete(Folder, true);
    }

    protected override (DbTransaction Transaction, IDisposable? Also) BeginTransaction()
    {
        NpgsqlConnection connection = _server.Open();
        try
        {
            NpgsqlTransaction transaction = _server.Begin(connection, Decision);
            using NpgsqlCommand only = _server.Command(connection,
                "SELECT 1 FROM sweep_studies WHERE study = @study FOR UPDATE", _study.Name);
            // Others may be waiting for their turns, too.
            only.CommandTimeout = 2 * (int)Decision.TotalSeconds;
            only.ExecuteNonQuery();
            return (transaction, connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    protected override double Now() => (double)Scalar("SELECT date_part('epoch', clock_timestamp())")!;

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

    private static bool IsFinished(SweepTrial trial)
        => trial.State is not (SweepTrialState.Running or SweepTrialState.Paused);

    private static string NameOf(string path) => Path.GetFileName(path);

    private void Note(int trial, string worker, string what) => Run("""
        INSERT INTO sweep_events (study, trial, worker, event, epoch) SELECT @study, @number, @worker, @event, epoch
        FROM sweep_leases WHERE study = @study AND trial = @number
        """, ("@number", trial), ("@worker", worker), ("@event", what));

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
