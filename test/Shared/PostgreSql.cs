using System.Diagnostics;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Testing;

/// <summary>
/// A PostgreSQL server of the tests' own, on a socket in a temporary folder, from Debian's package; not everyone has
/// it. It is started by the first test that asks for it.
/// </summary>
public sealed class PostgreSql : IDisposable
{
    private const string Debian = "/usr/lib/postgresql", User = "postgres";

    private static readonly string? Programs = Directory.Exists(Debian)
        ? Directory.GetDirectories(Debian).Select(d => Path.Combine(d, "bin")).Order(StringComparer.Ordinal)
            .LastOrDefault(d => File.Exists(Path.Combine(d, "initdb"))) : null;

    private readonly Lock _starting = new();
    private string? _folder;

    /// <summary>Why tests are skipped here; null where they are not.</summary>
    public static string? Missing => Programs is not null ? null
        : $"PostgreSQL is missing in {Debian}: apt-get install postgresql.";

    /// <summary>A connection string.</summary>
    public string Connection
    {
        get
        {
            Assert.SkipWhen(Missing is not null, Missing ?? "");
            lock (_starting) _folder ??= Start();
            return $"Host={_folder};Username={User};Database={User}";
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_folder is null) return;
        Run("pg_ctl", "stop", "-D", Path.Combine(_folder, "data"), "-m", "immediate", "-w");
        Directory.Delete(_folder, recursive: true);
    }

    private static string Start()
    {
        string folder = Directory.CreateTempSubdirectory("pg").FullName, data = Path.Combine(folder, "data");
        // The server refuses to run as root.
        if (Environment.IsPrivilegedProcess) Execute("chown", User, folder);
        Run("initdb", "-D", data, "-U", User, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        Run("pg_ctl", "start", "-D", data, "-w", "-t", "120", "-l", Path.Combine(folder, "log"), "-o",
            $"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off -c max_connections=200");
        return folder;
    }

    private static void Run(string program, params string[] arguments)
    {
        string path = Path.Combine(Programs!, program);
        if (Environment.IsPrivilegedProcess) Execute("runuser", ["-u", User, "--", path, .. arguments]);
        else Execute(path, arguments);
    }

    private static void Execute(string program, params string[] arguments)
    {
        // A server that inherits a pipe keeps it open.
        using Process process = Process.Start(new ProcessStartInfo("sh",
            ["-c", "exec \"$@\" >\"$OUT\" 2>&1 </dev/null", "sh", program, .. arguments])
        {
            WorkingDirectory = Path.GetTempPath(),
            Environment = { ["OUT"] = "/dev/null" },
        })!;
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with "
                + $"{process.ExitCode}.");
    }
}
