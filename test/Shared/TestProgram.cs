using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace Microsoft.ML.NeuralOperators.Testing;

/// <summary>A program that was built beside the tests, whose path their assembly knows by its name.</summary>
internal static class TestProgram
{
    /// <summary>Starts it; its output is read by the caller, who may also write to it.</summary>
    public static Process Start(string name, params string[] arguments)
        => Process.Start(new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [Find(name), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;

    /// <summary>The next line of its output that begins with a text.</summary>
    public static async Task<string> Until(this Process process, string begin, CancellationToken token)
    {
        while (await process.StandardOutput.ReadLineAsync(token) is { } line)
            if (line.StartsWith(begin, StringComparison.Ordinal)) return line;
        throw new InvalidOperationException($"The program ended without a line '{begin}…'.");
    }

    /// <summary>Makes it stand still, all its threads, as a machine does that sleeps.</summary>
    public static void Freeze(this Process process) => Signal(process, "STOP");

    /// <summary>Lets it go on.</summary>
    public static void Wake(this Process process) => Signal(process, "CONT");

    private static void Signal(Process process, string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        if (kill.ExitCode != 0) throw new InvalidOperationException($"kill -{signal} ended with {kill.ExitCode}.");
    }

    private static string Find(string name)
    {
        string relative = typeof(TestProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(a => a.Key == name).Value!;
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, relative) is var path && File.Exists(path)) return path;
        throw new FileNotFoundException($"There is no '{relative}' above '{AppContext.BaseDirectory}'.");
    }
}
