using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Globalization;
using Microsoft.ML.NeuralOperators.CommandLine.Options;

namespace Microsoft.ML.NeuralOperators.CommandLine;

/// <summary>What is wrong with a command line, in sentences that name what may have been meant.</summary>
internal static class CommandLineFaults
{
    /// <summary>The sentences; none for a line that can be run.</summary>
    public static IReadOnlyList<string> Of(ParseResult parsed)
    {
        System.CommandLine.Command command = parsed.CommandResult.Command;
        // Help, version and completion answer whatever else the line says.
        if (parsed.Action is not ParseErrorAction && parsed.Action != command.Action) return [];
        string[] unknown = [.. UnknownOptions(parsed)];
        // Their values, and the options they stand for, would be missed for no reason of their own.
        if (unknown.Length > 0) return [.. unknown.Select(name => NoOption(name, command))];
        if (command.Subcommands.Count > 0 && parsed.UnmatchedTokens is [var said, ..])
            return [$"There is no command '{said}'. "
                + Nearest.Advice(said, [.. command.Subcommands.Select(c => c.Name)])];
        return [.. parsed.Errors.Select(e => e.Message)];
    }

    // The parser takes an option that it does not know for the value of the one before it.
    private static IEnumerable<string> UnknownOptions(ParseResult parsed)
        => parsed.Tokens.TakeWhile(t => t.Type != TokenType.DoubleDash)
            .Where(t => t.Type == TokenType.Argument && t.Value.Length > 1 && t.Value[0] == '-'
                && !double.TryParse(t.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            .Select(t => t.Value.Split('=')[0]);

    private static string NoOption(string name, System.CommandLine.Command command)
    {
        string[] options = [.. command.Options.Select(o => o.Name)];
        bool takesSettings = options.Contains("--set");
        string? setting = Nearest.Closest(name, options) is null && takesSettings
            ? Nearest.Find(name, [.. Settings.AllNames]) : null;
        return setting is not null ? $"There is no option '{name}'. Say --set {setting}=VALUE."
            : $"There is no option '{name}'. {Nearest.Advice(name, options)}";
    }
}
