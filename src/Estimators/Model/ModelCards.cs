using System.Text.Json;
using Microsoft.ML.NeuralOperators.Onnx.Proto;

namespace Microsoft.ML.NeuralOperators.Model;

/// <summary>Adds what a model knows about itself to a card.</summary>
internal static class ModelCards
{
    private const string Statistics = "normalize.", Mean = ".mean", StandardDeviation = ".std";

    /// <param name="card">The card that the caller gave, or an earlier one; null for none.</param>
    /// <param name="metadata">What the model's file says.</param>
    /// <param name="model">The model, in the precision it is exported in.</param>
    /// <param name="precision">That precision's name.</param>
    /// <param name="measured">Errors that were measured just now.</param>
    public static ModelCard Complete(ModelCard? card, ModelMetadata metadata, ModelProto model, string precision,
        IReadOnlyList<ModelCardError> measured)
    {
        TrainingReport? report = metadata.Report;
        card ??= new ModelCard();
        return card with
        {
            Errors = [.. card.Errors.Where(e => !measured.Any(m => (m.Data, m.Metric) == (e.Data, e.Metric))),
                .. measured],
            Architecture = new ModelCardArchitecture(report?.Operator ?? OptionsFormat.Write(metadata.Options)?.Name,
                report?.Parameters, precision,
                Texts(OptionsFormat.Write(metadata.Options)?.Options)),
            Training = report is null ? null : new ModelCardTraining(report.Samples, report.Epochs.Count,
                report.Seconds, report.Device, report.Seed, report.Epochs.LastOrDefault()?.Loss,
                report.Epochs.LastOrDefault()?.ValidationError, Texts(OptionsFormat.Write(metadata.Training)),
                report.Versions),
            Fields = Fields(metadata, model),
        };
    }

    private static ModelCardField[] Fields(ModelMetadata metadata, ModelProto model)
    {
        FieldColumn[] columns = [.. metadata.Inputs.Where(i => !i.IsMask), metadata.Score];
        Dictionary<string, double[]> numbers = model.Graph.Initializer
            .Where(t => t.Name.StartsWith(Statistics, StringComparison.Ordinal))
            .ToDictionary(t => t.Name, t => Array.ConvertAll(StoredWeight.Numbers(t).ToArray(), v => (double)v));
        // A graph has the statistics of the fields that are normalised, in the order of its fields.
        string[] fields = [.. numbers.Keys.Where(k => k.EndsWith(Mean, StringComparison.Ordinal))
            .Select(k => k[..^Mean.Length])];
        bool areKnown = fields.Length == columns.Length
            && metadata.Training is { NormalizeInput: true, NormalizeOutput: true };
        IReadOnlyList<FieldSummary> summaries = metadata.Report?.Fields ?? [];
        bool areSummed = summaries.Count == columns.Length;
        return [.. columns.Select((column, i) => new ModelCardField(column.Name, i == columns.Length - 1,
            column.Channels, column.Grid)
        {
            Mean = areKnown ? numbers[fields[i] + Mean] : [],
            StandardDeviation = areKnown ? numbers.GetValueOrDefault(fields[i] + StandardDeviation, []) : [],
            Minimum = areSummed ? summaries[i].Minimum : null,
            Maximum = areSummed ? summaries[i].Maximum : null,
        })];
    }

    // The values of options as texts, without those that are not set.
    private static Dictionary<string, string> Texts(JsonElement? options)
        => options is not { ValueKind: JsonValueKind.Object } values ? []
            : values.EnumerateObject().Where(p => p.Value.ValueKind != JsonValueKind.Null)
                .ToDictionary(p => p.Name, p => p.Value.ValueKind == JsonValueKind.String ? p.Value.GetString()!
                    : p.Value.GetRawText(), StringComparer.Ordinal);
}
