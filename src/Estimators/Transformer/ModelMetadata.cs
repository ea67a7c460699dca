using System.Text.Json;
using Microsoft.ML.NeuralOperators.Columns;
using Microsoft.ML.NeuralOperators.Training;

namespace Microsoft.ML.NeuralOperators;

/// <summary>What a model file says of itself, kept in the ONNX metadata: the model is one file and needs no other.</summary>
internal sealed record ModelMetadata(FieldColumn Feature, FieldColumn Score, TrainingReport? Report)
{
    private const string Key = "neural_operator";
    private const int Version = 1;

    public Dictionary<string, string> ToEntries() => new()
    {
        [Key] = JsonSerializer.Serialize(new Content(Version, Feature.Name, Feature.Channels, Feature.Grid, Score.Name,
            Score.Channels, Score.Grid, Report)),
    };

    /// <summary>Reads the entries of a model, or null when it is not one of this library.</summary>
    public static ModelMetadata? From(IReadOnlyDictionary<string, string> entries)
    {
        if (!entries.TryGetValue(Key, out string? json)) return null;
        Content content;
        try
        {
            content = JsonSerializer.Deserialize<Content>(json) ?? throw new JsonException("empty");
        }
        catch (JsonException error)
        {
            throw new FormatException($"The model's metadata '{Key}' cannot be read: {error.Message}", error);
        }
        if (content.Version > Version)
            throw new FormatException($"The model was written by a newer version of this library (format {content.Version}, this one reads {Version}).");
        return new ModelMetadata(new FieldColumn(content.FeatureColumn, content.FeatureChannels, content.FeatureGrid),
            new FieldColumn(content.ScoreColumn, content.ScoreChannels, content.ScoreGrid), content.Report);
    }

    private sealed record Content(int Version, string FeatureColumn, int FeatureChannels, int[] FeatureGrid, string ScoreColumn,
        int ScoreChannels, int[] ScoreGrid, TrainingReport? Report);
}
