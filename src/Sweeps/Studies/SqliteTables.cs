using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>
/// A study in a folder. A trial belongs to the process that holds its lock file, which the system lets go when the
/// process ends in any way.
/// </summary>
internal sealed class SqliteTables : StudyTables
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<int, FileStream> _locks = [];

    /// <summary>Opens or makes the file.</summary>
    /// <param name="path">Its path; the trials' states and models are beside it.</param>
    /// <param name="spaces">What the trials' options are from; null where that is not known.</param>
    public SqliteTables(string path, IReadOnlyList<SweepSpace>? spaces)
        : base(spaces, Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!).FullName)
    {
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
            using (SqliteCommand set = _connection.CreateCommand())
            {
                set.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;";
                set.ExecuteNonQuery();
            }
            using StudyChange change = Begin();
            if (Scalar("SELECT 1 FROM sqlite_master WHERE name = 'trials'") is not null)
                throw new FormatException($"'{path}' is a study of an earlier version; take another folder.");
            Run(TablesOf(more: ""));
            change.Commit();
        }
        catch (FormatException)
        {
            _connection.Dispose();
            throw;
        }
        catch (SqliteException error) when (error.SqliteErrorCode is 11 or 26)
        {
            _connection.Dispose();
            throw new FormatException($"'{path}' is damaged or no study: {error.Message}", error);
        }
    }

    public override string Name => $"'{Folder}'";

    public override int? TryHold(int trial, string worker)
    {
        if (_locks.ContainsKey(trial)) return null;
        string folder = Directory.CreateDirectory(FolderOf(trial)).FullName;
        try
        {
            _locks[trial] = new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite,
                FileShare.None);
            return 0;
        }
        catch (IOException)
        {
            return null;
        }
    }

    public override void LetGo(int trial, string? worker = null)
    {
        if (_locks.Remove(trial, out FileStream? held)) held.Dispose();
    }

    public override void Dispose()
    {
        foreach (FileStream held in _locks.Values) held.Dispose();
        _connection.Dispose();
    }

    protected override (DbTransaction Transaction, IDisposable? Also) BeginTransaction()
        => (_connection.BeginTransaction(deferred: false), null);
}
