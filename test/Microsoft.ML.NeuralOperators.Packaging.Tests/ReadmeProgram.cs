using Xunit;

namespace Microsoft.ML.NeuralOperators.Packaging.Tests;

/// <summary>The README's program in a project of its own, made with the README's commands and run once.</summary>
public sealed class ReadmeProgram
{
    public ReadmeProgram(PackageFeed feed)
    {
        Folder = feed.NewProgram("readme", Readme.Program);
        foreach (string[] command in Readme.AddCommands) Shell.Run(Folder, "dotnet", command);
        Output = Shell.Run(Folder, "dotnet", "run", "-c", "Release");
    }

    /// <summary>The project's folder, in which the program ran.</summary>
    public string Folder { get; }

    /// <summary>What the program wrote.</summary>
    public string Output { get; }

    /// <summary>The model that it saved.</summary>
    public string Model => Path.Combine(Folder, "darcy.zip");
}
