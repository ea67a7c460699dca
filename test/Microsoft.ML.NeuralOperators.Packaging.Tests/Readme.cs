using Xunit;

namespace Microsoft.ML.NeuralOperators.Packaging.Tests;

/// <summary>The README's own words.</summary>
internal static class Readme
{
    /// <summary>The text of the whole file.</summary>
    public static string Text { get; } = File.ReadAllText(Path.Combine(BuildFacts.RepositoryRoot, "README.md"))
        .ReplaceLineEndings("\n");

    /// <summary>The program.</summary>
    public static string Program => Block("csharp", "new MLContext");

    /// <summary>
    /// The commands that add the packages, with their arguments; those for Linux stand for this machine's.
    /// </summary>
    public static string[][] AddCommands =>
        [.. Block("sh", "dotnet add package").Replace("libtorch-cpu-linux-x64", $"libtorch-cpu-{BuildFacts.Platform}")
            .Split('\n')
            .Select(line => line.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words is ["dotnet", "add", "package", ..])
            .Select(words => words[1..])];

    private static string Block(string language, string content)
    {
        string[] blocks = [.. Text.Split($"```{language}\n").Skip(1).Select(rest => rest.Split("\n```")[0])];
        return Assert.Single(blocks, block => block.Contains(content, StringComparison.Ordinal));
    }
}
