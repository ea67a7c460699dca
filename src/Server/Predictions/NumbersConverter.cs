using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.ML.NeuralOperators.Server;

/// <summary>A list of numbers. JSON has neither NaN nor infinity; null stands for a missing value.</summary>
internal sealed class NumbersConverter : JsonConverter<float[]>
{
    public override float[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("The data is not a list of numbers.");
        var numbers = new List<float>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            float number = float.NaN;
            bool isNumber = reader.TokenType == JsonTokenType.Null || (reader.TokenType == JsonTokenType.Number
                && reader.TryGetSingle(out number) && float.IsFinite(number));
            if (!isNumber) throw new JsonException($"data[{numbers.Count}] is not a 32-bit number.");
            numbers.Add(number);
        }
        return [.. numbers];
    }

    public override void Write(Utf8JsonWriter writer, float[] value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (float number in value)
            if (float.IsFinite(number)) writer.WriteNumberValue(number);
            else writer.WriteNullValue();
        writer.WriteEndArray();
    }
}
