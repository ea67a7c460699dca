using System.Data.Common;
using System.Net;

namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>Where several machines meet, and what this one offers.</summary>
/// <param name="isRequired">Whether the command makes no sense without.</param>
internal sealed class ClusterArguments(bool isRequired)
{
    // As Npgsql calls them.
    private static readonly string[] Secrets = ["password", "pwd", "psw"];

    private readonly Option<string> _database = NewDatabase("PostgreSQL that keeps the study, for workers on several "
        + "machines (neuralop sweep-worker)", isRequired);

    private readonly Option<int?> _cores = new("--cores")
    {
        Description = "Cores this process offers: it gets no trial with more Workers. Those of the machine without it.",
    };

    private readonly Option<string?> _address = new("--address")
    {
        Description = "The address at which the other workers reach this one; without it, that towards the database.",
        HelpName = "address",
    };

    private readonly Option<int> _port = new("--port") { Description = "The port for them; 0 takes a free one." };

    private readonly Option<int?> _dashboard = new("--dashboard")
    {
        Description = "Port of Orleans' dashboard on this machine: workers and calls.",
        HelpName = "port",
    };

    /// <summary>The option that names a database.</summary>
    /// <param name="what">What is in it.</param>
    /// <param name="isRequired">Whether the command makes no sense without.</param>
    public static Option<string> NewDatabase(string what, bool isRequired = false) => new("--database")
    {
        Description = what + ": \"Host=db;Database=sweeps;Username=ml\". The password may be in PGPASSWORD.",
        HelpName = "connection",
        Required = isRequired,
    };

    public void AddTo(System.CommandLine.Command command)
    {
        foreach (Option option in (Option[])[_database, _cores, _address, _port, _dashboard]) command.Add(option);
    }

    /// <summary>The connection; null where none is named.</summary>
    /// <exception cref="ArgumentException">Something is said that is of a database's workers alone.</exception>
    public string? Database(Invocation call)
    {
        string? database = call.Arguments.GetValue(_database);
        if (database is null && ((Option[])[_cores, _address, _port, _dashboard]).FirstOrDefault(
            o => call.Arguments.GetResult(o) is { Implicit: false }) is { } option)
            throw new ArgumentException($"{option.Name} is of sweeps on several machines: name their --database, too.");
        return database;
    }

    /// <summary>A connection string without its password; other texts as they are.</summary>
    public static string WithoutPassword(string text)
    {
        if (!PostgreSqlStudy.IsConnection(text)) return text;
        var parts = new DbConnectionStringBuilder { ConnectionString = text };
        string[] secrets = [.. parts.Keys.Cast<string>().Where(key
            => Secrets.Any(s => key.Contains(s, StringComparison.OrdinalIgnoreCase)))];
        if (secrets.Length == 0) return text;
        foreach (string key in secrets) parts.Remove(key);
        return parts.ConnectionString;
    }

    /// <summary>The cluster of a study.</summary>
    public SweepCluster Read(Invocation call, PostgreSqlStudy study, int? gpu) => new(study)
    {
        Cores = call.Arguments.GetValue(_cores) ?? Environment.ProcessorCount,
        GpuDeviceId = gpu,
        Address = call.Arguments.GetValue(_address) is not { } text ? null
            : IPAddress.TryParse(text, out IPAddress? address) ? address
            : throw new ArgumentException($"'{text}' is no address; expected such as 10.0.0.7."),
        Port = call.Arguments.GetValue(_port),
        DashboardPort = call.Arguments.GetValue(_dashboard),
    };
}
