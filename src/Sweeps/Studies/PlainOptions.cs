using System.Text.Json;

namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>Options of a study that is read without the records they belong to.</summary>
internal static class PlainOptions
{
    /// <summary>Numbers, texts, flags and lists by name.</summary>
    /// <exception cref="FormatException">The text holds no options.</exception>
    public static IReadOnlyDictionary<string, object> Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!
                .ToDictionary(v => v.Key, v => Value(v.Value), StringComparer.Ordinal);
        }
        catch (JsonException error)
        {
            throw new FormatException($"The study holds options that cannot be read: {error.Message}", error);
        }
    }

    private static object Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.TryGetInt32(out int whole) ? whole : value.GetDouble(),
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
        JsonValueKind.Array => value.EnumerateArray().Select(Value).ToArray(),
        _ => value.GetRawText(),
    };
}
