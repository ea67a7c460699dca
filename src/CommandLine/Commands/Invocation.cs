using Microsoft.ML.Runtime;

namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>One call of a command.</summary>
/// <param name="Arguments">What was said.</param>
/// <param name="Console">For progress and warnings.</param>
/// <param name="IsVerbose">Whether the library's messages are shown, too.</param>
/// <param name="Cancellation">Ctrl-C.</param>
internal sealed record Invocation(ParseResult Arguments, IAnsiConsole Console, bool IsVerbose,
    CancellationToken Cancellation)
{
    /// <summary>The command line, quoted so that it can be typed again; passwords of databases are left out.</summary>
    public string Line => string.Join(' ', Arguments.Tokens
        .Select(t => Quoted(ClusterArguments.WithoutPassword(t.Value))).Prepend("neuralop"));

    /// <summary>A context whose warnings are shown.</summary>
    public MLContext Context(int? seed = null, int? gpu = null)
    {
        var context = new MLContext(seed) { GpuDeviceId = gpu };
        context.Log += (_, entry) =>
        {
            if (entry.Kind == ChannelMessageKind.Warning) Warn(entry.RawMessage);
            else if (IsVerbose && entry.Kind == ChannelMessageKind.Info)
                Console.Line(entry.RawMessage, Color.Grey);
        };
        return context;
    }

    public void Warn(string text) => Console.Line(text, Color.Yellow);

    // Characters with a meaning in shells are quoted.
    private static string Quoted(string text) => text.Length > 0 && !text.Any(" \"'|&;()<>*?#~".Contains) ? text
        : $"\"{text.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
