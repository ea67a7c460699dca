using System.Diagnostics;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Packaging.Tests;

/// <summary>Runs programs as a user would in a terminal.</summary>
internal static class Shell
{
    /// <summary>Runs a program that must succeed, and gives its output.</summary>
    public static string Run(string folder, string program, params string[] arguments)
    {
        var (exitCode, output) = TryRun(folder, program, arguments);
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {exitCode}:\n{output}");
        return output;
    }

    /// <summary>Runs a program, and gives its exit code and all that it wrote.</summary>
    public static (int ExitCode, string Output) TryRun(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // 'dotnet test' sets variables of its own, which a terminal does not have.
        foreach (string name in start.Environment.Keys.Where(n
            => n.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        // Servers that outlive the command would keep its output open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        // Numbers are written as the tests read them, and systems without ICU will do.
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        // libtorch has half a gigabyte.
        start.Environment["CreateHardLinksForCopyLocalIfPossible"] = "true";
        start.Environment["CreateHardLinksForPublishFilesIfPossible"] = "true";
        // Packages under test stay out of the user's folder, and the others are taken from there.
        start.Environment["NUGET_PACKAGES"] = PackageFeed.OwnPackages;
        start.Environment["NUGET_FALLBACK_PACKAGES"] = BuildFacts.PackageFolder;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        return (process.ExitCode, output.Result + errors.Result);
    }
}
