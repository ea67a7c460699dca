using System.Text.RegularExpressions;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Packaging.Tests;

/// <summary>samples/NativeScoring with the packages, compiled ahead of time.</summary>
[Collection(nameof(Programs))]
public sealed partial class NativeScoringTests(PackageFeed feed, ReadmeProgram training, ITestOutputHelper log)
{
    [Fact]
    public void Compiled_ahead_of_time_it_predicts_what_the_readme_s_program_does()
    {
        LongTest.Require();
        string folder = feed.NewProgram("native", File.ReadAllText(Path.Combine(BuildFacts.RepositoryRoot, "samples",
            "NativeScoring", "Program.cs")));
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Programs", "AheadOfTime.cs"),
            Path.Combine(folder, "AheadOfTime.cs"));
        foreach (string[] command in new Markdown("docs/serving.md").AddCommands) Shell.Run(folder, "dotnet", command);
        string[] settings = ["-r", BuildFacts.Platform, "-p:PublishAot=true"];
        var (code, restored) = Shell.TryRun(folder, "dotnet", ["restore", .. settings]);
        Assert.SkipWhen(code != 0 && restored.Contains("ILCompiler", StringComparison.Ordinal),
            "NuGet does not serve the compiler.");
        var (failed, published) = Shell.TryRun(folder, "dotnet",
            ["publish", "-c", "Release", .. settings, "-o", "published"]);
        Assert.SkipWhen(failed != 0 && published.Contains("Platform linker", StringComparison.Ordinal),
            "There is no clang or gcc to link with.");
        Assert.True(failed == 0, published);
        Assert.DoesNotContain("warning", published);
        string program = Path.Combine(folder, "published", "native"),
            model = Path.Combine(training.Folder, "darcy.onnx");
        ArrayFile.WriteNpz(Path.Combine(folder, "field.npz"),
            [new("a", [1, 16, 16], [.. Enumerable.Repeat(12f, 16 * 16)])]);

        string output = Shell.Run(folder, program, model, "field.npz", "pressure.npz");

        float[] pressure = ArrayFile.Read(Path.Combine(folder, "pressure.npz"))["Score"].Values;
        Assert.Equal(double.Parse(Highest().Match(training.Output).Groups[1].Value), pressure.Max(), 3);
        Assert.Contains("1 rows of [1, 16, 16]", output);
        string checks = Shell.Run(folder, program, "checks", model);
        Assert.Contains("Modes is [0, 4]; expected numbers of 1 to", checks);
        Assert.Contains("Normalization is 99; expected None, Group or Instance", checks);
        Assert.Contains("Execution is null", checks);
        Assert.Contains("architecture Fno", checks);
        Assert.Contains("health Healthy", checks);
        log.WriteLine($"{new FileInfo(program).Length / 1e6:f1} MB");
    }

    [GeneratedRegex(@"Highest[^:]*: ([0-9.]+)")]
    private static partial Regex Highest();
}
