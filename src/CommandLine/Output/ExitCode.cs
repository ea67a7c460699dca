namespace Microsoft.ML.NeuralOperators.CommandLine.Output;

/// <summary>What the tool tells the shell.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>A file cannot be read or written, or data and model do not go together.</summary>
    public const int Failed = 1;

    /// <summary>The command line asks for something that does not exist.</summary>
    public const int WrongArguments = 2;

    /// <summary>The tool itself is wrong.</summary>
    public const int Fault = 70;

    /// <summary>Stopped by Ctrl-C before there was anything to keep.</summary>
    public const int Cancelled = 130;

    /// <summary>The code of an exception.</summary>
    public static int Of(Exception error) => error switch
    {
        OperationCanceledException => Cancelled,
        ArgumentException => WrongArguments,
        IOException or InvalidDataException or UnauthorizedAccessException or FormatException
            or InvalidOperationException or NotSupportedException or DllNotFoundException or OutOfMemoryException
            => Failed,
        _ => Fault,
    };

    /// <summary>Its sentence, without the name of a parameter that no user has seen.</summary>
    public static string Text(Exception error) => error switch
    {
        OperationCanceledException => "Stopped.",
        ArgumentException { ParamName: { } name } => error.Message.Replace($" (Parameter '{name}')", "",
            StringComparison.Ordinal),
        _ when Of(error) == Fault => $"{error.GetType().Name}: {error.Message} This is a fault of neuralop; "
            + "--verbose shows where.",
        _ => error.Message,
    };
}
