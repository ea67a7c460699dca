using System.Text.RegularExpressions;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Packaging.Tests;

/// <summary>docs/serving.md, with the model of the README's program.</summary>
[Collection(nameof(Programs))]
public sealed partial class ServingPageTests(PackageFeed feed, ReadmeProgram training)
{
    [Fact]
    public void The_program_of_the_page_predicts_what_the_readme_s_program_does()
    {
        var page = new Markdown("docs/serving.md");
        string folder = feed.NewProgram("serving", page.Block("csharp", "CreateApplicationBuilder"));
        foreach (string[] command in page.AddCommands) Shell.Run(folder, "dotnet", command);
        File.Copy(Path.Combine(training.Folder, "darcy.onnx"), Path.Combine(folder, "darcy.onnx"));

        string output = Shell.Run(folder, "dotnet", "run", "-c", "Release");

        double expected = Number(Highest().Match(training.Output));
        Assert.Equal(expected, Number(Highest().Match(output)), 3);
        Assert.Equal(expected, Number(Again().Match(output)), 3);
        string[] built = Directory.GetFiles(Path.Combine(folder, "bin", "Release", "net10.0"), "*.dll");
        Assert.DoesNotContain(built, file => Path.GetFileName(file) is "TorchSharp.dll" or "Microsoft.ML.Core.dll");
    }

    private static double Number(Match match) => double.Parse(match.Groups[1].Value);

    [GeneratedRegex(@"Highest[^:]*: ([0-9.]+)")]
    private static partial Regex Highest();

    [GeneratedRegex(@"and again: ([0-9.]+)")]
    private static partial Regex Again();
}
