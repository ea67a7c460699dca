using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>Model cards in the metadata of ONNX files: for programs as JSON, for people as Markdown.</summary>
internal static class ModelCardFormat
{
    private const string Key = "neural_operator_card", TextKey = "model_card";

    /// <summary>Puts a card into a model, in the place of an earlier one.</summary>
    public static void Write(ModelProto model, ModelCard card)
    {
        foreach (StringStringEntryProto old in model.MetadataProps.Where(p => p.Key is Key or TextKey).ToArray())
            model.MetadataProps.Remove(old);
        model.MetadataProps.Add(new StringStringEntryProto
        {
            Key = Key,
            Value = JsonSerializer.Serialize(card, CardJson.Default.ModelCard),
        });
        model.MetadataProps.Add(new StringStringEntryProto { Key = TextKey, Value = card.ToMarkdown() });
    }

    /// <summary>The card of a model, or null.</summary>
    /// <exception cref="FormatException">It cannot be read.</exception>
    public static ModelCard? Read(IReadOnlyDictionary<string, string> metadata)
    {
        if (!metadata.TryGetValue(Key, out string? json)) return null;
        try
        {
            ModelCard card = JsonSerializer.Deserialize(json, CardJson.Default.ModelCard)
                ?? throw new JsonException("it is empty");
            return IsWhole(card) ? card : throw new JsonException("a list is missing");
        }
        catch (JsonException error)
        {
            throw new FormatException($"The model's card cannot be read: {error.Message}", error);
        }
    }

    // JSON may put null anywhere.
    private static bool IsWhole(ModelCard card)
        => card is { Units: not null, Errors: not null, Fields: not null }
            && card.Errors.All(e => e is { Data: not null, Metric: not null })
            && card.Units.Values.All(unit => unit is not null)
            && card.Fields.All(IsWhole)
            && card.Architecture is null or { Precision: not null, Options: not null }
            && card.Training is null or { Device: not null, Options: not null, Versions: not null };

    private static bool IsWhole(ModelCardField field)
        => field is { Name: not null, Grid: not null, Mean: not null, StandardDeviation: not null };
}

/// <summary>Cards as JSON, without reflection, so that programs compiled ahead of time read and write them.</summary>
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ModelCard))]
internal sealed partial class CardJson : JsonSerializerContext;
