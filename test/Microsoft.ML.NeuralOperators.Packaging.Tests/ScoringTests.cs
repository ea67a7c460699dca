using System.Text.RegularExpressions;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Packaging.Tests;

[Collection(nameof(Programs))]
public sealed partial class ScoringTests(ReadmeProgram training, ScoringProgram program, ITestOutputHelper log)
{
    private const double LargestMegabytes = 80;

    [Fact]
    public void A_program_without_libtorch_scores_and_loads_no_torch()
    {
        string output = Shell.Run(program.Folder, program.Executable, training.Model);

        Assert.Contains("TorchSharp: False", output);
        if (OperatingSystem.IsLinux()) Assert.Contains("libtorch: False", output);
        // The README's program asked its model for the same field.
        Assert.Equal(Highest(training.Output), Highest(output), 3);
    }

    [Fact]
    public void It_is_as_small_as_the_readme_says()
    {
        FileInfo[] files = new DirectoryInfo(program.Folder).GetFiles("*", SearchOption.AllDirectories);
        double megabytes = files.Sum(f => f.Length) / 1e6;
        IEnumerable<string> largest = files.OrderByDescending(f => f.Length).Take(8)
            .Select(f => $"{f.Name} {f.Length / 1e6:f1}");
        log.WriteLine($"{megabytes:f1} MB; {string.Join(", ", largest)}");

        Assert.True(megabytes < LargestMegabytes, $"{megabytes:f1} MB");
        Assert.SkipUnless(BuildFacts.Platform == "linux-x64", "The README says the size for linux-x64.");
        double said = double.Parse(SaidSize().Match(Readme.Text).Groups[1].Value);
        Assert.InRange(megabytes, 0.9 * said, 1.1 * said);
    }

    [Fact]
    public void A_missing_onnx_runtime_is_named_with_the_command_that_adds_it()
    {
        string without = Path.Combine(program.Folder, "..", "without");
        Directory.CreateDirectory(without);
        foreach (string file in Directory.GetFiles(program.Folder)
            .Where(f => !Path.GetFileName(f).Contains("onnxruntime.")))
            File.Copy(file, Path.Combine(without, Path.GetFileName(file)));

        foreach (string argument in new[] { training.Model, "train" })
        {
            var (exitCode, output) = Shell.TryRun(without, Path.Combine(without, "score"), argument);

            Assert.NotEqual(0, exitCode);
            Assert.Contains("DllNotFoundException: ONNX Runtime", output);
            Assert.Contains(CommandOf("Microsoft.ML.OnnxRuntime"), output);
        }
    }

    [Fact]
    public void A_missing_libtorch_is_named_with_the_command_that_adds_it()
    {
        var (exitCode, output) = Shell.TryRun(program.Folder, program.Executable, "train");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("DllNotFoundException: libtorch", output);
        Assert.Contains(CommandOf($"libtorch-cpu-{BuildFacts.Platform}"), output);
    }

    private static string CommandOf(string package)
        => $"'dotnet {string.Join(' ', Readme.AddCommands.Single(words => words[2] == package))}'";

    private static double Highest(string output) => double.Parse(HighestScore().Match(output).Groups[1].Value);

    [GeneratedRegex(@"Highest[^:]*: ([0-9.]+)")]
    private static partial Regex HighestScore();

    [GeneratedRegex(@"takes (\d+) MB")]
    private static partial Regex SaidSize();
}
