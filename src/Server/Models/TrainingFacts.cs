using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Microsoft.ML.NeuralOperators.Server;

/// <summary>What a model's file says of its training, as far as it helps to draw a field for it.</summary>
/// <param name="Operator">The architecture.</param>
/// <param name="Parameters">Trained numbers.</param>
/// <param name="Grid">Points along each axis that it was trained on.</param>
/// <param name="Multiples">What sizes are multiples of; null where any will do.</param>
/// <param name="IsOnPoints">Whether fields are given at scattered points.</param>
/// <param name="Input">The field that it reads, in a few numbers.</param>
/// <param name="Output">The field that it learned.</param>
internal sealed record TrainingFacts(string Operator, long Parameters, IReadOnlyList<int> Grid,
    IReadOnlyList<int>? Multiples, bool IsOnPoints, FieldSummary? Input, FieldSummary? Output)
{
    // Where ML.NET's transformer keeps them.
    private const string Key = "neural_operator";

    private static readonly JsonSerializerOptions Json =
        new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Reads them; null where the file has none, or such that this version does not know.</summary>
    public static TrainingFacts? Of(OnnxModelInfo info)
    {
        if (!info.Metadata.TryGetValue(Key, out string? text)) return null;
        try
        {
            JsonNode? content = JsonNode.Parse(text), first = (content?["Inputs"] as JsonArray)?.FirstOrDefault();
            if (content?["Report"]?.Deserialize<TrainingReport>(Json) is not { Grid: not null } report) return null;
            IReadOnlyList<FieldSummary> fields = [.. (report.Fields ?? []).Where(IsUsable)];
            int[]? multiples = (first?["Multiples"] ?? content["FeatureMultiples"])?.Deserialize<int[]>();
            return new TrainingFacts(report.Operator, report.Parameters, report.Grid, multiples,
                first?["Points"] is not null, fields.Count > 0 ? fields[0] : null,
                fields.Count > 1 ? fields[^1] : null);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or NotSupportedException)
        {
            return null;
        }
    }

    // JSON has no infinity, and an answer with one would be none.
    private static bool IsUsable(FieldSummary field) => field is { Name: not null, Grid: not null }
        && double.IsFinite(field.Minimum) && double.IsFinite(field.Maximum) && double.IsFinite(field.Mean)
        && double.IsFinite(field.StandardDeviation);
}
