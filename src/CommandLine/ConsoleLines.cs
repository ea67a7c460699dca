namespace Microsoft.ML.NeuralOperators.CommandLine;

/// <summary>Lines as they are.</summary>
internal static class ConsoleLines
{
    /// <summary>Without wrapping, so that paths and commands can be copied.</summary>
    public static void Line(this IAnsiConsole console, string text) => console.Profile.Out.Writer.WriteLine(text);
}
