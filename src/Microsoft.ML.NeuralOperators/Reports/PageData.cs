using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.ML.NeuralOperators.Reports;

/// <summary>Numbers and texts for the page's scripts.</summary>
internal static class PageData
{
    /// <summary>Why programs that are trimmed or compiled ahead of time cannot write pages.</summary>
    public const string Untrimmed = "The pages and files of reports are written by reflection over their contents.";

    // The serializer writes '<' as \u003C, so no text ends the element.
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new ShortNumbers() },
    };

    /// <summary>An element that holds a value and runs nothing.</summary>
    [RequiresUnreferencedCode(Untrimmed), RequiresDynamicCode(Untrimmed)]
    public static string Script(object value)
        => $"<script type=\"application/json\">{JsonSerializer.Serialize(value, Json)}</script>";

    // Seven digits are those of a float, and more than any screen shows.
    private sealed class ShortNumbers : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
            => writer.WriteRawValue(value.ToString("g7", System.Globalization.CultureInfo.InvariantCulture));
    }
}
