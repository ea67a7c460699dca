using Npgsql;

namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>Connections to the database of studies.</summary>
internal sealed class PostgreSqlServer : IDisposable
{
    private static readonly string Tables = $"""
        {StudyTables.TablesOf(", recipe TEXT, until TIMESTAMPTZ")}
        CREATE TABLE IF NOT EXISTS sweep_leases (
            study TEXT NOT NULL, trial INTEGER NOT NULL, holder TEXT, until TIMESTAMPTZ,
            losses INTEGER NOT NULL DEFAULT 0, epoch INTEGER NOT NULL DEFAULT 0, state TEXT,
            PRIMARY KEY (study, trial));
        {PostgreSqlFiles.Table}
        CREATE TABLE IF NOT EXISTS sweep_events (
            number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, study TEXT NOT NULL, trial INTEGER NOT NULL,
            at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(), worker TEXT NOT NULL, event TEXT NOT NULL,
            epoch INTEGER NOT NULL);
        """;

    // Under which tables are made: any number that nobody else takes.
    private const long SchemaLock = 0x6e6f_7377_6565_7073;

    private readonly NpgsqlDataSource _source;

    public PostgreSqlServer(string connection)
    {
        try
        {
            var text = new NpgsqlConnectionStringBuilder(connection);
            text.ApplicationName ??= "neural operators";
            _source = NpgsqlDataSource.Create(text);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or KeyNotFoundException)
        {
            // Its text may hold the password.
            throw new ArgumentException("The connection string of the study's database is wrong; expected such as "
                + $"\"Host=db;Database=sweeps;Username=ml\". ({error.GetType().Name})", nameof(connection));
        }
    }

    /// <summary>Makes the tables of studies where they are missing.</summary>
    /// <exception cref="InvalidOperationException">There is no such database, or no right to make tables.</exception>
    public void Create() => Create(Tables, "sweep_events");

    /// <summary>Runs a script that makes tables, unless that was done.</summary>
    /// <param name="script">The script.</param>
    /// <param name="table">One of its tables.</param>
    /// <exception cref="InvalidOperationException">There is no such database, or no right to make tables.</exception>
    public void Create(string script, string table)
    {
        try
        {
            using NpgsqlConnection connection = _source.OpenConnection();
            if (Has(connection, table)) return;
            using NpgsqlTransaction change = connection.BeginTransaction();
            // Two that make tables at once would meet.
            Execute(connection, $"SELECT pg_advisory_xact_lock({SchemaLock})");
            if (Has(connection, table)) return;
            Execute(connection, script);
            change.Commit();
        }
        catch (NpgsqlException error)
        {
            throw new InvalidOperationException($"The study's database cannot be used: {error.Message}", error);
        }
    }

    /// <summary>An open connection.</summary>
    public NpgsqlConnection Open() => _source.OpenConnection();

    /// <summary>
    /// Begins a transaction that the server ends when nothing is heard of it for a time: a machine that is cut off, or
    /// stands still, must not stop the others for good.
    /// </summary>
    public NpgsqlTransaction Begin(NpgsqlConnection connection, TimeSpan silence)
    {
        NpgsqlTransaction transaction = connection.BeginTransaction();
        Execute(connection, FormattableString.Invariant(
            $"SET LOCAL idle_in_transaction_session_timeout = {silence.TotalMilliseconds:f0}"));
        return transaction;
    }

    public NpgsqlCommand Command(NpgsqlConnection connection, string sql, string study, int? trial = null)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue("study", study);
        if (trial is { } number) command.Parameters.AddWithValue("trial", number);
        return command;
    }

    /// <summary>Renews a lease.</summary>
    /// <returns>Whether it is still the worker's.</returns>
    public bool Renew(PostgreSqlStudy study, int trial, string worker)
    {
        using NpgsqlConnection connection = _source.OpenConnection();
        using NpgsqlCommand renew = Command(connection, """
            UPDATE sweep_leases SET until = clock_timestamp() + make_interval(secs => @seconds)
            WHERE study = @study AND trial = @trial AND holder = @worker
            """, study.Name, trial);
        renew.Parameters.AddWithValue("seconds", study.Lease.TotalSeconds);
        renew.Parameters.AddWithValue("worker", worker);
        return renew.ExecuteNonQuery() == 1;
    }

    public void Dispose() => _source.Dispose();

    private static bool Has(NpgsqlConnection connection, string table)
    {
        // Unlike to_regclass, this sees what another one made since the transaction began.
        using var look = new NpgsqlCommand(
            "SELECT EXISTS (SELECT FROM pg_class WHERE relname = @table AND pg_table_is_visible(oid))", connection);
        look.Parameters.AddWithValue("table", table);
        return (bool)look.ExecuteScalar()!;
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
