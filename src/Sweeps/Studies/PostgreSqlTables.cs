using System.Data.Common;
using Npgsql;

namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>
/// A study in PostgreSQL. A trial belongs to the worker that has its lease, for as long as that is renewed; states and
/// models go to the database, and come from there to a folder of this process.
/// </summary>
internal sealed partial class PostgreSqlTables : StudyTables
{
    private const string StateFile = "state", ModelFile = "model";

    // How long the server waits for a tuner's proposal.
    private static readonly TimeSpan Decision = TimeSpan.FromMinutes(5);

    private readonly PostgreSqlStudy _study;
    private readonly PostgreSqlServer _server;
    private readonly PostgreSqlFiles _files;
    private readonly Dictionary<int, TrialLease> _leases = [];

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

    public override CancellationToken Lost(int trial)
        => _leases.TryGetValue(trial, out TrialLease? lease) ? lease.Lost : CancellationToken.None;

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

    private static bool IsFinished(SweepTrial trial)
        => trial.State is not (SweepTrialState.Running or SweepTrialState.Paused);

    private void Note(int trial, string worker, string what) => Run("""
        INSERT INTO sweep_events (study, trial, worker, event, epoch) SELECT @study, @number, @worker, @event, epoch
        FROM sweep_leases WHERE study = @study AND trial = @number
        """, ("@number", trial), ("@worker", worker), ("@event", what));
}
