using System.Data;
using Npgsql;
using NpgsqlTypes;

namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>Files of trials in a database, in parts of a few MiB, so that none needs its size in memory.</summary>
/// <param name="study">The study.</param>
internal sealed class PostgreSqlFiles(string study)
{
    public const string Table = """
        CREATE TABLE IF NOT EXISTS sweep_files (
            study TEXT NOT NULL, trial INTEGER NOT NULL, name TEXT NOT NULL, part INTEGER NOT NULL,
            bytes BYTEA NOT NULL, PRIMARY KEY (study, trial, name, part));
        """;

    private const int PartBytes = 4 << 20;

    /// <summary>Puts a file into the place of the one that has a name.</summary>
    public void Write(NpgsqlConnection connection, int trial, string name, string path)
    {
        Delete(connection, trial, name);
        using FileStream file = File.OpenRead(path);
        byte[] buffer = new byte[Math.Min(PartBytes, Math.Max(1, file.Length))];
        for (int part = 0; ; part++)
        {
            int count = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            if (count == 0 && part > 0) return;
            using NpgsqlCommand insert = Command(connection,
                "INSERT INTO sweep_files VALUES (@study, @trial, @name, @part, @bytes)", trial, name);
            insert.Parameters.AddWithValue("part", part);
            insert.Parameters.AddWithValue("bytes", NpgsqlDbType.Bytea, new ArraySegment<byte>(buffer, 0, count));
            insert.ExecuteNonQuery();
        }
    }

    public void Delete(NpgsqlConnection connection, int trial, string name)
    {
        using NpgsqlCommand delete = Command(connection,
            "DELETE FROM sweep_files WHERE study = @study AND trial = @trial AND name = @name", trial, name);
        delete.ExecuteNonQuery();
    }

    /// <summary>The files of a trial.</summary>
    public IReadOnlyList<string> Names(NpgsqlConnection connection, int trial)
    {
        using NpgsqlCommand select = Command(connection, "SELECT COALESCE(array_agg(DISTINCT name), '{}') "
            + "FROM sweep_files WHERE study = @study AND trial = @trial", trial);
        return (string[])select.ExecuteScalar()!;
    }

    /// <summary>Writes a file to the disk.</summary>
    /// <returns>Whether there is one of this name.</returns>
    public bool Read(NpgsqlConnection connection, int trial, string name, string path)
    {
        using NpgsqlCommand select = Command(connection,
            "SELECT bytes FROM sweep_files WHERE study = @study AND trial = @trial AND name = @name ORDER BY part",
            trial, name);
        using NpgsqlDataReader rows = select.ExecuteReader(CommandBehavior.SequentialAccess);
        if (!rows.Read()) return false;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using FileStream file = File.Create(path);
        do
        {
            using Stream part = rows.GetStream(0);
            part.CopyTo(file);
        }
        while (rows.Read());
        return true;
    }

    private NpgsqlCommand Command(NpgsqlConnection connection, string sql, int trial, string? name = null)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue("study", study);
        command.Parameters.AddWithValue("trial", trial);
        if (name is not null) command.Parameters.AddWithValue("name", name);
        return command;
    }
}
