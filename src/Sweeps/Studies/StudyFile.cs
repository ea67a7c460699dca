using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Data.Sqlite;

namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>The SQLite file of a study. All calls but the first belong into a transaction.</summary>
internal sealed class StudyFile : IDisposable
{
    private const string Tables = """
        CREATE TABLE IF NOT EXISTS study (name TEXT PRIMARY KEY, value TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS trials (
            number INTEGER PRIMARY KEY, space TEXT NOT NULL, place TEXT NOT NULL, options TEXT NOT NULL,
            state TEXT NOT NULL, epochs INTEGER NOT NULL, all_epochs INTEGER NOT NULL, loss REAL, metrics TEXT NOT NULL,
            within_limits INTEGER NOT NULL, rung_losses TEXT NOT NULL, seconds REAL NOT NULL, fault TEXT,
            curve TEXT NOT NULL, sample_flops REAL);
        CREATE TABLE IF NOT EXISTS results (
            trial INTEGER NOT NULL, epochs INTEGER NOT NULL, loss REAL NOT NULL, time REAL NOT NULL,
            seconds REAL NOT NULL);
        """;

    private static readonly JsonSerializerOptions Json = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly SqliteConnection _connection;
    private readonly IReadOnlyList<SweepSpace>? _spaces;
    private SqliteTransaction? _transaction;

    /// <summary>Opens or makes the file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="spaces">
    /// What the trials' options are from; null where that is not known: options are then numbers, texts and lists.
    /// </param>
    public StudyFile(string path, IReadOnlyList<SweepSpace>? spaces)
    {
        _spaces = spaces;
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            // A pool would keep the file open.
            Pooling = false,
            DefaultTimeout = 60,
        }.ToString());
        try
        {
            _connection.Open();
            // Every commit is on the disk before it returns: a trial is never begun twice.
            Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
            using SqliteTransaction change = Begin();
            Run(Tables);
            change.Commit();
        }
        catch (SqliteException error) when (error.SqliteErrorCode is 11 or 26)
        {
            _connection.Dispose();
            throw new FormatException($"'{path}' is damaged or no study: {error.Message}", error);
        }
    }

    /// <summary>Begins a transaction that no other process writes beside.</summary>
    public SqliteTransaction Begin() => _transaction = _connection.BeginTransaction(deferred: false);

    /// <summary>What the study is of; what is given here, where it has just begun.</summary>
    public string Plan(string plan)
    {
        Run("INSERT OR IGNORE INTO study VALUES ('plan', $plan)", ("$plan", plan));
        using SqliteCommand read = Command("SELECT value FROM study WHERE name = 'plan'");
        return (string)read.ExecuteScalar()!;
    }

    public IReadOnlyList<SweepTrial> Trials()
    {
        using SqliteCommand read = Command("SELECT * FROM trials ORDER BY number");
        using SqliteDataReader rows = read.ExecuteReader();
        var trials = new List<SweepTrial>();
        while (rows.Read())
        {
            string name = rows.GetString(1);
            string options = rows.GetString(3);
            trials.Add(new SweepTrial(rows.GetInt32(0), name,
                _spaces?.First(s => s.Name == name).Read(options) ?? PlainOptions.Read(options),
                Enum.Parse<SweepTrialState>(rows.GetString(4)))
            {
                Place = Read<double[]>(rows.GetString(2)),
                Epochs = rows.GetInt32(5),
                AllEpochs = rows.GetInt32(6),
                Loss = rows.IsDBNull(7) ? null : rows.GetDouble(7),
                Metrics = Read<Dictionary<SweepMetric, double>>(rows.GetString(8)),
                IsWithinLimits = rows.GetBoolean(9),
                RungLosses = Read<double[]>(rows.GetString(10)),
                Rung = Math.Max(0, Read<double[]>(rows.GetString(10)).Length - 1),
                Seconds = rows.GetDouble(11),
                Fault = rows.IsDBNull(12) ? null : rows.GetString(12),
                Curve = Read<EpochReport[]>(rows.GetString(13)),
                SampleFlops = rows.IsDBNull(14) ? null : rows.GetDouble(14),
            });
        }
        return trials;
    }

    public void Add(SweepTrial trial) => Write("INSERT INTO trials VALUES ($number, $space, $place, $options, $state, "
        + "$epochs, $all, $loss, $metrics, $within, $rungs, $seconds, $fault, $curve, $flops)", trial);

    public void Update(SweepTrial trial) => Write("UPDATE trials SET state = $state, epochs = $epochs, "
        + "all_epochs = $all, loss = $loss, metrics = $metrics, within_limits = $within, rung_losses = $rungs, "
        + "seconds = $seconds, fault = $fault, curve = $curve, sample_flops = $flops WHERE number = $number", trial);

    /// <summary>Notes what the study is of, for those who read it.</summary>
    public void Describe(StudyDescription description) => Run("INSERT OR REPLACE INTO study VALUES ('description', "
        + "$description)", ("$description", description.Write()));

    /// <summary>What the study is of; nothing of studies that do not tell.</summary>
    public StudyDescription Description()
    {
        using SqliteCommand read = Command("SELECT value FROM study WHERE name = 'description'");
        return read.ExecuteScalar() is string json ? StudyDescription.Read(json) : new StudyDescription();
    }

    /// <summary>Notes when a trial had a result.</summary>
    public void Note(SweepTrial trial, DateTime now)
        => Run("INSERT INTO results VALUES ($trial, $epochs, $loss, $time, $seconds)", ("$trial", trial.Number),
            ("$epochs", trial.Epochs), ("$loss", trial.Loss),
            ("$time", (now - DateTime.UnixEpoch).TotalSeconds), ("$seconds", trial.Seconds));

    /// <summary>All results in the order of their times.</summary>
    public IReadOnlyList<StudyResult> Results()
    {
        using SqliteCommand read = Command("SELECT * FROM results ORDER BY time, rowid");
        using SqliteDataReader rows = read.ExecuteReader();
        var results = new List<StudyResult>();
        while (rows.Read())
            results.Add(new StudyResult(rows.GetInt32(0), rows.GetInt32(1), rows.GetDouble(2), rows.GetDouble(3),
                rows.GetDouble(4)));
        return results;
    }

    /// <summary>Notes that a trial is trained on.</summary>
    public void MarkRunning(int trial)
        => Run("UPDATE trials SET state = 'Running' WHERE number = $number", ("$number", trial));

    public void Dispose() => _connection.Dispose();

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Json)!;

    private static string Write<T>(T value) => JsonSerializer.Serialize(value, Json);

    private void Write(string sql, SweepTrial t) => Run(sql, ("$number", t.Number), ("$space", t.Space),
        ("$place", Write(t.Place)), ("$options", SweepSpace.Write(t.Options)), ("$state", $"{t.State}"),
        ("$epochs", t.Epochs), ("$all", t.AllEpochs), ("$loss", t.Loss), ("$metrics", Write(t.Metrics)),
        ("$within", t.IsWithinLimits), ("$rungs", Write(t.RungLosses)), ("$seconds", t.Seconds), ("$fault", t.Fault),
        ("$curve", Write(t.Curve)), ("$flops", t.SampleFlops));

    private void Run(string sql, params (string Name, object? Value)[] values)
    {
        using SqliteCommand command = Command(sql);
        foreach (var (name, value) in values)
            // SQLite has no infinity of its own, and takes NaN for null.
            command.Parameters.AddWithValue(name, value is double and (double.NaN) ? DBNull.Value
                : value ?? DBNull.Value);
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql)
    {
        SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        // Null again once it was committed.
        command.Transaction = _transaction?.Connection is null ? null : _transaction;
        return command;
    }
}
