using Spectre.Console;

namespace Microsoft.ML.NeuralOperators.CommandLine.Output;

/// <summary>Where the tool writes.</summary>
/// <param name="Output">Results alone, so that they can be piped.</param>
/// <param name="Error">Progress, warnings and errors.</param>
internal sealed record Terminal(IAnsiConsole Output, IAnsiConsole Error)
{
    // Lines in a file are not wrapped at the width of a terminal.
    private const int WidthOfFiles = 160;

    public static Terminal OfProcess()
        => new(Open(Console.Out, Console.IsOutputRedirected), Open(Console.Error, Console.IsErrorRedirected));

    public static IAnsiConsole Open(TextWriter writer, bool isRedirected)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            Interactive = isRedirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (isRedirected) console.Profile.Width = WidthOfFiles;
        return console;
    }
}
