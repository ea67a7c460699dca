using Npgsql;

namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>How a worker makes the experiment of a study that another program began.</summary>
/// <param name="Text">The recipe, in the words of the program that began it.</param>
/// <param name="Seconds">Seconds until the study ends; null for as long as there is work.</param>
internal sealed record SweepRecipe(string Text, double? Seconds)
{
    /// <summary>Reads the recipe of a study; null while there is none.</summary>
    /// <exception cref="InvalidOperationException">The database cannot be used.</exception>
    public static SweepRecipe? Of(PostgreSqlStudy study)
    {
        using var server = new PostgreSqlServer(study.Connection);
        server.Create();
        return DatabaseRetry.Do(() => Read(server, study));
    }

    private static SweepRecipe? Read(PostgreSqlServer server, PostgreSqlStudy study)
    {
        using NpgsqlConnection connection = server.Open();
        using NpgsqlCommand read = server.Command(connection, """
            SELECT recipe, date_part('epoch', until - clock_timestamp()) FROM sweep_studies
            WHERE study = @study AND recipe IS NOT NULL
            """, study.Name);
        using NpgsqlDataReader row = read.ExecuteReader();
        return row.Read() ? new SweepRecipe(row.GetString(0), row.IsDBNull(1) ? null : row.GetDouble(1)) : null;
    }
}
