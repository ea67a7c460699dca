namespace Microsoft.ML.NeuralOperators.CommandLine;

/// <summary>What the tool tells the shell.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>A file cannot be read or written, or data and model do not go together.</summary>
    public const int Failed = 1;

    /// <summary>The command line asks for something that does not exist.</summary>
    public const int WrongArguments = 2;

    /// <summary>Stopped by Ctrl-C before there was anything to keep.</summary>
    public const int Cancelled = 130;

    /// <summary>The code of an exception, or null for one that is a fault of the program.</summary>
    public static int? Of(Exception error) => error switch
    {
        OperationCanceledException => Cancelled,
        ArgumentException => WrongArguments,
        IOException or UnauthorizedAccessException or FormatException or InvalidOperationException
            or NotSupportedException or DllNotFoundException => Failed,
        _ => null,
    };

    /// <summary>Its sentence, without the name of a parameter that no user has seen.</summary>
    public static string Text(Exception error)
    {
        if (error is OperationCanceledException) return "Stopped.";
        return error is ArgumentException { ParamName: { } name }
            ? error.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : error.Message;
    }
}
