using System.Diagnostics;
using System.Reflection;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests;

/// <summary>Holds assemblies against lists of the official packages' public members, with the program beside those lists.</summary>
public static class OfficialApi
{
    /// <summary>Fails with the public members of the assemblies that no list has.</summary>
    public static void AssertHas(string[] lists, params Assembly[] assemblies)
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            // Built from a copy: the original's folder may not be ours to write to.
            foreach (string file in Directory.GetFiles(SharedData.Path("tools", "ApiLines"))) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            string program = Path.Combine(folder, "out", "ApiLines.dll");
            (int status, string output) = Dotnet("build", folder, "-c", "Release", "-o", Path.GetDirectoryName(program)!, "-nologo", "-v", "q", "-nodeReuse:false", "-p:UseSharedCompilation=false");
            Assert.True(status == 0, output);
            string paths = string.Join(',', lists.Select(name => SharedData.Path("api", name)));
            (status, output) = Dotnet([program, "check", paths, .. assemblies.Select(a => a.Location)]);
            Assert.Equal((0, ""), (status, output));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    /// <summary>The status and the standard output; what the program says besides goes to the test's own error output.</summary>
    private static (int Status, string Output) Dotnet(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.Trim());
    }
}
