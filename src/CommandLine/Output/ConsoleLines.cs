namespace Microsoft.ML.NeuralOperators.CommandLine.Output;

/// <summary>Writes whole lines, which are wrapped only on a terminal.</summary>
internal static class ConsoleLines
{
    /// <summary>Never wrapped, so that paths and commands can be copied.</summary>
    public static void Line(this IAnsiConsole console, string text) => console.Profile.Out.Writer.WriteLine(text);

    /// <summary>In a colour, wrapped between words, on terminals that have colours.</summary>
    public static void Line(this IAnsiConsole console, string text, Color color)
    {
        if (console.Profile.Capabilities.Ansi) console.WriteLine(text, new Style(color));
        else console.Line(text);
    }
}
