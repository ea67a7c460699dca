using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.ML.NeuralOperators.Columns;
using Microsoft.ML.NeuralOperators.Training;

namespace Microsoft.ML.NeuralOperators;

/// <summary>What a model file says of itself, kept in the ONNX metadata: the model is one file and needs no other.</summary>
/// <param name="Inputs">The inputs in the graph's order, masks included.</param>
/// <param name="Score">The predicted field.</param>
/// <param name="Report">How the model was trained.</param>
internal sealed record ModelMetadata(IReadOnlyList<FieldColumn> Inputs, FieldColumn Score, TrainingReport? Report)
{
    private const string Key = "neural_operator";

    // Files of the first format say nothing of point sets and further inputs; those without either are written as such still.
    private const int SingleGrid = 1, Version = 2;

    // A validation error may be infinite.
    private static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public Dictionary<string, string> ToEntries()
    {
        FieldColumn first = Inputs[0];
        bool isSingle = Inputs.Count == 1 && first.Points is null && Score.Points is null;
        return new()
        {
            [Key] = JsonSerializer.Serialize(new Content(isSingle ? SingleGrid : Version, first.Name, first.Channels, first.Grid, Score.Name,
                Score.Channels, Score.Grid, Report)
            {
                Inputs = isSingle ? null : [.. Inputs],
                Score = isSingle ? null : Score,
            }, Json),
        };
    }

    /// <summary>Reads the entries of a model, or null when it is not one of this library.</summary>
    public static ModelMetadata? From(IReadOnlyDictionary<string, string> entries)
    {
        if (!entries.TryGetValue(Key, out string? json)) return null;
        Content content;
        try
        {
            content = JsonSerializer.Deserialize<Content>(json, Json) ?? throw new JsonException("empty");
        }
        catch (JsonException error)
        {
            throw new FormatException($"The model's metadata '{Key}' cannot be read: {error.Message}", error);
        }
        if (content.Version > Version)
            throw new FormatException($"The model was written by a newer version of this library (format {content.Version}, this one reads {Version}).");
        return new ModelMetadata(content.Inputs ?? [new FieldColumn(content.FeatureColumn, content.FeatureChannels, content.FeatureGrid)],
            content.Score ?? new FieldColumn(content.ScoreColumn, content.ScoreChannels, content.ScoreGrid), content.Report);
    }

    private sealed record Content(int Version, string FeatureColumn, int FeatureChannels, int[] FeatureGrid, string ScoreColumn,
        int ScoreChannels, int[] ScoreGrid, TrainingReport? Report)
    {
        public FieldColumn[]? Inputs { get; init; }

        public FieldColumn? Score { get; init; }
    }
}
