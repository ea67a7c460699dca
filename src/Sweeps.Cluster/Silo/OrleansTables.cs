namespace Microsoft.ML.NeuralOperators.Sweeps.Cluster;

/// <summary>Makes the tables that Orleans keeps its members and reminders in; its packages hold none.</summary>
internal static class OrleansTables
{
    public static void Create(string connection)
    {
        using var script = new StreamReader(
            typeof(OrleansTables).Assembly.GetManifestResourceStream("orleans.sql")!);
        using var server = new PostgreSqlServer(connection);
        server.Create(script.ReadToEnd(), "orleansreminderstable");
    }
}
