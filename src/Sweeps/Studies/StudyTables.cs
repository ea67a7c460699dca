using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>
/// The tables of a study, the same in every database, and a folder of this machine for what trainings write. Reading
/// and writing trials belongs into a change.
/// </summary>
/// <param name="spaces">
/// What the trials' options are from; null where that is not known: options are then numbers, texts and lists.
/// </param>
/// <param name="folder">The folder.</param>
internal abstract partial class StudyTables(IReadOnlyList<SweepSpace>? spaces, string folder) : IDisposable
{
    private static readonly JsonSerializerOptions Json = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
    };

    private DbTransaction? _transaction;

    /// <summary>The study in a sentence.</summary>
    public abstract string Name { get; }

    /// <summary>Whoever works here.</summary>
    public virtual string Worker => "";

    protected string Folder { get; } = folder;

    /// <summary>Whose study it is, for tables of several.</summary>
    protected virtual string Key => "";

    /// <summary>The folder of a trial on this machine.</summary>
    public string FolderOf(int trial) => Path.Combine(Folder, "trials", $"{trial:d6}");

    /// <summary>Begins a change.</summary>
    public StudyChange Begin()
    {
        var (transaction, also) = BeginTransaction();
        _transaction = transaction;
        return new StudyChange(transaction, () =>
        {
            _transaction = null;
            also?.Dispose();
        });
    }

    /// <summary>Does something in a change, again where the database was away meanwhile.</summary>
    public T Change<T>(Func<T> act) => DatabaseRetry.Do(() =>
    {
        using StudyChange change = Begin();
        T result = act();
        change.Commit();
        return result;
    });

    /// <inheritdoc cref="Change{T}"/>
    public void Change(Action act) => Change(() =>
    {
        act();
        return true;
    });

    /// <summary>What the study is of; what is given here, where it has just begun.</summary>
    public virtual string Plan(string plan)
    {
        Run("INSERT INTO sweep_studies (study, plan) VALUES (@study, @plan) ON CONFLICT (study) DO NOTHING",
            ("@plan", plan));
        return Plan()!;
    }

    /// <summary>What the study is of; null where none has begun.</summary>
    public string? Plan() => (string?)Scalar("SELECT plan FROM sweep_studies WHERE study = @study");

    public IReadOnlyList<SweepTrial> Trials()
    {
        using DbCommand read = Command("""
            SELECT number, space, place, options, state, epochs, all_epochs, loss, metrics, within_limits, rung_losses,
                seconds, fault, curve, sample_flops
            FROM sweep_trials WHERE study = @study ORDER BY number
            """);
        using DbDataReader rows = read.ExecuteReader();
        var trials = new List<SweepTrial>();
        while (rows.Read())
        {
            string name = rows.GetString(1), options = rows.GetString(3);
            trials.Add(new SweepTrial(rows.GetInt32(0), name,
                spaces?.First(s => s.Name == name).Read(options) ?? PlainOptions.Read(options),
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

    public void Add(SweepTrial trial) => Write("""
        INSERT INTO sweep_trials (study, number, space, place, options, state, epochs, all_epochs, loss, metrics,
            within_limits, rung_losses, seconds, fault, curve, sample_flops)
        VALUES (@study, @number, @space, @place, @options, @state, @epochs, @all, @loss, @metrics, @within, @rungs,
            @seconds, @fault, @curve, @flops)
        """, trial);

    public virtual void Update(SweepTrial trial) => Write("""
        UPDATE sweep_trials SET state = @state, epochs = @epochs, all_epochs = @all, loss = @loss, metrics = @metrics,
            within_limits = @within, rung_losses = @rungs, seconds = @seconds, fault = @fault, curve = @curve,
            sample_flops = @flops
        WHERE study = @study AND number = @number
        """, trial);

    /// <summary>Notes that a trial is trained on, or waits for a worker that can.</summary>
    public void MarkRunning(int trial) => Run("UPDATE sweep_trials SET state = 'Running' "
        + "WHERE study = @study AND number = @number", ("@number", trial));

    /// <summary>Takes a trial for a worker, unless another one has it.</summary>
    /// <returns>
    /// How often its worker was lost in a row before the trial's state was saved; null where another one has it.
    /// </returns>
    public abstract int? TryHold(int trial, string worker);

    /// <summary>The trials that workers hold, where trials may wait for one.</summary>
    public virtual IReadOnlySet<int> Held() => new HashSet<int>();

    /// <summary>Lets go of a trial of a worker; of this one where none is named.</summary>
    public abstract void LetGo(int trial, string? worker = null);

    /// <summary>Lets go of trials whose workers are known to have ended, without waiting for their leases.</summary>
    /// <param name="isLost">Whether a worker has ended.</param>
    public virtual void LetGo(Func<string, bool> isLost)
    {
    }

    /// <summary>Whether a result of this worker counts: the trial was not taken up by another one.</summary>
    public virtual bool Holds(int trial) => true;

    /// <summary>Brings the last state of a trial that this worker holds to this machine, and keeps it held.</summary>
    public virtual void Take(int trial) => Directory.CreateDirectory(FolderOf(trial));

    /// <summary>Is told of every step and epoch of a trial that this worker holds.</summary>
    public virtual void Advance(int trial, TrainingProgress progress)
    {
    }

    /// <summary>Cancelled when a trial that this worker holds is lost to another one.</summary>
    public virtual CancellationToken Lost(int trial) => CancellationToken.None;

    /// <summary>Saves what a trial left in its folder, before its result is noted.</summary>
    public virtual void Keep(SweepTrial trial)
    {
    }

    /// <summary>Brings a trial's model to this machine.</summary>
    public virtual string Model(int trial) => ModelOf(trial);

    /// <summary>Where a trial's model is written.</summary>
    public string ModelOf(int trial) => Path.Combine(FolderOf(trial), "model.zip");

    /// <summary>Where the weights are written that a trial of the next rung begins with.</summary>
    public string WeightsOf(int trial, int rung) => Path.Combine(FolderOf(trial), $"rung-{rung}.zip");

    public abstract void Dispose();

    /// <summary>The tables that every database has.</summary>
    /// <param name="more">More columns of studies.</param>
    internal static string TablesOf(string more) => $"""
        CREATE TABLE IF NOT EXISTS sweep_studies (
            study TEXT PRIMARY KEY, plan TEXT NOT NULL, description TEXT{more});
        CREATE TABLE IF NOT EXISTS sweep_trials (
            study TEXT NOT NULL, number INTEGER NOT NULL, space TEXT NOT NULL, place TEXT NOT NULL,
            options TEXT NOT NULL, state TEXT NOT NULL, epochs INTEGER NOT NULL, all_epochs INTEGER NOT NULL,
            loss DOUBLE PRECISION, metrics TEXT NOT NULL, within_limits BOOLEAN NOT NULL, rung_losses TEXT NOT NULL,
            seconds DOUBLE PRECISION NOT NULL, fault TEXT, curve TEXT NOT NULL, sample_flops DOUBLE PRECISION,
            PRIMARY KEY (study, number));
        CREATE TABLE IF NOT EXISTS sweep_results (
            study TEXT NOT NULL, trial INTEGER NOT NULL, epochs INTEGER NOT NULL, loss DOUBLE PRECISION NOT NULL,
            time DOUBLE PRECISION NOT NULL, seconds DOUBLE PRECISION NOT NULL);
        """;

    /// <summary>Begins a transaction that no other process writes to the study beside.</summary>
    protected abstract (DbTransaction Transaction, IDisposable? Also) BeginTransaction();

    protected int Run(string sql, params (string Name, object? Value)[] values)
    {
        using DbCommand command = Command(sql, values);
        return command.ExecuteNonQuery();
    }

    protected object? Scalar(string sql, params (string Name, object? Value)[] values)
    {
        using DbCommand command = Command(sql, values);
        return command.ExecuteScalar() is { } value and not DBNull ? value : null;
    }

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Json)!;

    private static string Write<T>(T value) => JsonSerializer.Serialize(value, Json);

    private void Write(string sql, SweepTrial t) => Run(sql, ("@number", t.Number), ("@space", t.Space),
        ("@place", Write(t.Place)), ("@options", SweepSpace.Write(t.Options)), ("@state", $"{t.State}"),
        ("@epochs", t.Epochs), ("@all", t.AllEpochs), ("@loss", t.Loss), ("@metrics", Write(t.Metrics)),
        ("@within", t.IsWithinLimits), ("@rungs", Write(t.RungLosses)), ("@seconds", t.Seconds), ("@fault", t.Fault),
        ("@curve", Write(t.Curve)), ("@flops", t.SampleFlops));

    private DbCommand Command(string sql, params (string Name, object? Value)[] values)
    {
        DbCommand command = _transaction!.Connection!.CreateCommand();
        command.CommandText = sql;
        command.Transaction = _transaction;
        foreach (var (name, value) in values.Append<(string, object?)>(("@study", Key)))
            if (sql.Contains(name, StringComparison.Ordinal))
            {
                DbParameter parameter = command.CreateParameter();
                // SQLite takes NaN for null.
                (parameter.ParameterName, parameter.Value) = (name, value is null or double.NaN ? DBNull.Value : value);
                command.Parameters.Add(parameter);
            }
        return command;
    }
}
