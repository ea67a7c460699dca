using System.Diagnostics;

namespace Microsoft.ML.NeuralOperators.CommandLine.Tests;

public sealed class TelemetryTests
{
    /// <summary>ONNX Runtime keeps what it would send in the user's cache folder.</summary>
    [Fact]
    public async Task Predictions_leave_nothing_in_the_home_of_the_user()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems keep it elsewhere.");
        using var folder = new TemporaryFolder();
        string data = folder.Waves(), home = Directory.CreateDirectory(folder["home"]).FullName;
        (await ToolRun.Of(["train", data, .. folder.SmallFno(), "--epochs", "1"])).Succeeded();
        ProcessStartInfo start = ToolProcess.Start(Environment.GetEnvironmentVariable("PATH") ?? "", "predict",
            folder["model.zip"], data, "-o", folder["predictions.npz"]);
        start.Environment["HOME"] = home;
        foreach (string name in start.Environment.Keys.Where(n => n.StartsWith("XDG_", StringComparison.Ordinal)
            || n == "ORT_DISABLE_TELEMETRY").ToArray())
            start.Environment.Remove(name);

        using Process tool = Process.Start(start)!;
        Task<string> output = tool.StandardOutput.ReadToEndAsync(), errors = tool.StandardError.ReadToEndAsync();
        await tool.WaitForExitAsync();

        Assert.True(tool.ExitCode == 0, await output + await errors);
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(home, "*", SearchOption.AllDirectories),
            path => path.Contains("onnxruntime", StringComparison.OrdinalIgnoreCase));
    }
}
