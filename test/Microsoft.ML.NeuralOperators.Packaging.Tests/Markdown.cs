using Xunit;

namespace Microsoft.ML.NeuralOperators.Packaging.Tests;

/// <summary>The programs and commands of a page.</summary>
/// <param name="path">Its path in the repository.</param>
internal sealed class Markdown(string path)
{
    /// <summary>The text of the whole file.</summary>
    public string Text { get; } = File.ReadAllText(Path.Combine(BuildFacts.RepositoryRoot, path))
        .ReplaceLineEndings("\n");

    /// <summary>
    /// The commands that add the packages, with their arguments; those for Linux stand for this machine's.
    /// </summary>
    public string[][] AddCommands =>
        [.. Block("sh", "dotnet add package").Replace("libtorch-cpu-linux-x64", $"libtorch-cpu-{BuildFacts.Platform}")
            .Split('\n')
            .Select(line => line.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words is ["dotnet", "add", "package", ..])
            .Select(words => words[1..])];

    /// <summary>The only block of a language that holds a text.</summary>
    public string Block(string language, string content)
    {
        string[] blocks = [.. Text.Split($"```{language}\n").Skip(1).Select(rest => rest.Split("\n```")[0])];
        return Assert.Single(blocks, block => block.Contains(content, StringComparison.Ordinal));
    }
}
