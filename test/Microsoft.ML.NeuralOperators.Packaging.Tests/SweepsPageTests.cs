using Xunit;

namespace Microsoft.ML.NeuralOperators.Packaging.Tests;

/// <summary>docs/sweeps.md, for twenty seconds instead of fifteen minutes.</summary>
[Collection(nameof(Programs))]
public sealed class SweepsPageTests(PackageFeed feed)
{
    [Fact]
    public void The_program_of_the_page_finds_and_saves_a_model()
    {
        var page = new Markdown("docs/sweeps.md");
        const string Time = "SetTrainingTimeInSeconds(900)";
        string program = page.Block("csharp", Time);
        string folder = feed.NewProgram("sweeps", program.Replace(Time, "SetTrainingTimeInSeconds(20)"));
        foreach (string[] command in page.AddCommands) Shell.Run(folder, "dotnet", command);
        int[] shape = [40, 16, 16];
        float[] a = [.. Enumerable.Range(0, 40 * 256).Select(i
            => MathF.Sin(i / 256 + i % 256 / 16 * 0.4f) * MathF.Cos(i % 16 * 0.3f))];
        DataFile.Write(Path.Combine(folder, "darcy.npz"),
            [new("a", shape, a), new("u", shape, [.. a.Select(v => 2 * v + 1)])]);

        string output = Shell.Run(folder, "dotnet", "run", "-c", "Release");

        Assert.Matches(@"^\d+: (Fno|Mgno) .*relative L2 \d\.\d{4}\s*$", output.TrimEnd().Split('\n')[^1]);
        Assert.True(File.Exists(Path.Combine(folder, "best.zip")));
        Assert.True(File.Exists(Path.Combine(folder, "study", "study.db")));
    }
}
