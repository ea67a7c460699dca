namespace Microsoft.ML.NeuralOperators.Packaging.Tests;

/// <summary>The README's own words.</summary>
internal static class Readme
{
    private static readonly Markdown Page = new("README.md");

    /// <summary>The text of the whole file.</summary>
    public static string Text => Page.Text;

    /// <summary>The program.</summary>
    public static string Program => Page.Block("csharp", "new MLContext");

    /// <summary>The commands that add the packages.</summary>
    public static string[][] AddCommands => Page.AddCommands;
}
