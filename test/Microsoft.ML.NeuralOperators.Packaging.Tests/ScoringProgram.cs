using Xunit;

namespace Microsoft.ML.NeuralOperators.Packaging.Tests;

/// <summary>A program that has the packages for scoring only, published for this platform.</summary>
public sealed class ScoringProgram
{
    public ScoringProgram(PackageFeed feed)
    {
        string source = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Programs", "Score.cs"));
        string folder = feed.NewProgram("score", source);
        foreach (string[] command in Readme.AddCommands.Where(words => !words[2]
            .StartsWith("libtorch", StringComparison.Ordinal)))
            Shell.Run(folder, "dotnet", command);
        Folder = Path.Combine(folder, "published");
        PackageFeed.Publish(folder, Folder);
    }

    /// <summary>Where it was published.</summary>
    public string Folder { get; }

    /// <summary>The program.</summary>
    public string Executable => Path.Combine(Folder, "score");
}
