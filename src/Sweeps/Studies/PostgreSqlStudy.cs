using System.Data.Common;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// A study in PostgreSQL, for workers on any number of machines. The database has everything that a worker needs to go
/// on with a trial of another one: options, curves, the states of trainings, models. Tables are made where they are
/// missing (<c>sweep_…</c>); one database holds any number of studies.
/// </summary>
public sealed class PostgreSqlStudy : StudyStore
{
    // What Orleans' tables have room for.
    private const int LongestName = 150;

    private static readonly TimeSpan ShortestLease = TimeSpan.FromSeconds(1);

    /// <summary>Names a study.</summary>
    /// <param name="connection">
    /// Npgsql's connection string, such as <c>Host=db;Database=sweeps;Username=ml</c>. Passwords may come from
    /// <c>PGPASSWORD</c> or a password file instead.
    /// </param>
    /// <param name="name">The study's name in the database.</param>
    /// <exception cref="ArgumentException">
    /// The connection string names no host; the name is empty or has more than 150 characters.
    /// </exception>
    public PostgreSqlStudy(string connection, string name = "sweep")
    {
        ArgumentException.ThrowIfNullOrEmpty(connection);
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Length > LongestName)
            throw new ArgumentException($"The study's name has {name.Length} characters; expected at most "
                + $"{LongestName}.", nameof(name));
        if (!IsConnection(connection))
            throw new ArgumentException("The connection string names no host; expected such as "
                + "\"Host=db;Database=sweeps;Username=ml\".", nameof(connection));
        (Connection, Name) = (connection, name);
    }

    /// <summary>The study's name in the database.</summary>
    public string Name { get; }

    /// <summary>
    /// How long a trial belongs to a worker that is not heard of; workers are heard of three times as often. After that
    /// another one takes the trial up from its last state. Default 30 seconds.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than a second.</exception>
    public TimeSpan Lease
    {
        get;
        init => field = value >= ShortestLease ? value
            : throw new ArgumentOutOfRangeException(nameof(value), $"Lease is {value}; expected a second or more.");
    } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a training may be without a step or an epoch before its worker gives the trial up as stuck. Default 15
    /// minutes.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(15);

    internal string Connection { get; }

    /// <summary>The name of whoever works here; null for one of its own.</summary>
    internal string? Worker { get; init; }

    /// <summary>How another program makes the same experiment; null where it is not told.</summary>
    internal string? Recipe { get; init; }

    /// <summary>How long workers that follow the recipe have work; null for as long as there is some.</summary>
    internal TimeSpan? Time { get; init; }

    /// <summary>The same study for a worker that has a name.</summary>
    internal PostgreSqlStudy As(string worker)
        => new(Connection, Name) { Lease = Lease, Patience = Patience, Worker = worker };

    internal override string Title => $"'{Name}' of the database";

    internal override string Absence => $"The database has no study '{Name}'.";

    internal override StudyTables Tables(IReadOnlyList<SweepSpace>? spaces) => new PostgreSqlTables(this, spaces);

    /// <summary>Whether a text is a connection string and no folder.</summary>
    internal static bool IsConnection(string text)
    {
        try
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = text };
            return parts.ContainsKey("Host") || parts.ContainsKey("Server");
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
