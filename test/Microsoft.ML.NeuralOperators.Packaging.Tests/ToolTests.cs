using Xunit;

namespace Microsoft.ML.NeuralOperators.Packaging.Tests;

/// <summary>The tool neuralop, packed and installed as docs/command-line.md says.</summary>
public sealed class ToolTests(PackageFeed feed)
{
    private const string Package = "Microsoft.ML.NeuralOperators.CommandLine";

    [Fact]
    public void The_installed_tool_goes_from_a_file_to_predictions()
    {
        LongTest.Require();
        string folder = feed.NewFolder("tool"), packages = feed.PackTool();
        Shell.Run(folder, "dotnet", "tool", "install", Package, "--tool-path", folder, "--source", packages,
            "--version", PackageFeed.Version);
        string tool = Path.Combine(folder, OperatingSystem.IsWindows() ? "neuralop.exe" : "neuralop");
        int[] shape = [20, 16, 16];
        float[] a = [.. Enumerable.Range(0, 20 * 256).Select(i
            => MathF.Sin(i / 256 + i % 256 / 16 * 0.4f) * MathF.Cos(i % 16 * 0.3f))];
        DataFile.Write(Path.Combine(folder, "waves.mat"),
            [new("a", shape, a), new("u", shape, [.. a.Select(v => 2 * v + 1)])]);

        Assert.Contains("field of 16×16 points", Shell.Run(folder, tool, "inspect", "waves.mat"));
        string trained = Shell.Run(folder, tool, "train", "waves.mat", "--input", "a", "--output", "u", "--model",
            "fno", "--epochs", "3", "--set", "Modes=4,4", "Channels=8", "Layers=2", "-o", "waves.zip");
        string predicted = Shell.Run(folder, tool, "predict", "waves.zip", "waves.mat", "-o", "predictions.mat");

        Assert.Contains("saved as waves.zip", trained);
        Assert.Contains("20 rows of 'Score'", predicted);
        Assert.Equal(a.Length, DataFile.Read(Path.Combine(folder, "predictions.mat"))["Score"].Values.Length);
        Assert.Equal(2, Shell.TryRun(folder, tool, "trian").ExitCode);
        Shell.Run(folder, "dotnet", "tool", "uninstall", Package, "--tool-path", folder);
        Assert.False(File.Exists(tool));
    }
}
