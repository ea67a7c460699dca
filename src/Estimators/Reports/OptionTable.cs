using System.Globalization;
using System.Text.Json;

namespace Microsoft.ML.NeuralOperators.Reports;

/// <summary>Options as model files hold them, with their defaults.</summary>
internal static class OptionTable
{
    /// <summary>Name, value and default of every option of an architecture; none of one not of this library.</summary>
    public static IReadOnlyList<(string Name, string Value, string Default)> Of(OperatorOptions? options)
        => OptionsFormat.Write(options) is { } given
            && OptionsFormat.Write((OperatorOptions)Activator.CreateInstance(options!.GetType())!) is { } usual
            ? Rows(given.Options, usual.Options) : [];

    /// <summary>The same of a training's options.</summary>
    public static IReadOnlyList<(string Name, string Value, string Default)> Of(TrainingOptions? options)
        => OptionsFormat.Write(options) is { } given && OptionsFormat.Write(new TrainingOptions()) is { } usual
            ? Rows(given, usual) : [];

    private static IReadOnlyList<(string, string, string)> Rows(JsonElement given, JsonElement usual)
        => [.. given.EnumerateObject().Where(p => p.Name is not ("CancellationToken" or "Progress" or "Warning"
            or "ProgressReporter" or "Checkpoints" or "TensorBoardFolder"))
            .Select(p => (p.Name, Text(p.Value), usual.TryGetProperty(p.Name, out JsonElement u) ? Text(u) : "none"))];

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "none",
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => value.GetDouble().ToString("g6", CultureInfo.InvariantCulture),
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Text)),
        _ when value.TryGetProperty("Type", out JsonElement type) && value.TryGetProperty("Values", out JsonElement v)
            => v.EnumerateObject().Any() ? $"{type.GetString()} ({Text(v)})" : type.GetString()!,
        _ => string.Join(", ", value.EnumerateObject().Select(p => $"{p.Name} {Text(p.Value)}")),
    };
}
