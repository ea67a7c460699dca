using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Microsoft.ML.NeuralOperators.Server;

/// <summary>What a model's file says about its training, as far as it helps to draw a field for the model.</summary>
/// <param name="Operator">The architecture.</param>
/// <param name="Parameters">Trained numbers.</param>
/// <param name="Grid">Points along each axis that it was trained on.</param>
/// <param name="Multiples">The number that each axis' size must be a multiple of; null where any size will do.</param>
/// <param name="IsOnPoints">Whether fields are given at scattered points.</param>
/// <param name="Input">A summary of the input field.</param>
/// <param name="Output">A summary of the field that it learned.</param>
internal sealed record TrainingFacts(string Operator, long Parameters, IReadOnlyList<int> Grid,
    IReadOnlyList<int>? Multiples, bool IsOnPoints, FieldSummary? Input, FieldSummary? Output)
{
    // Where ML.NET's transformer keeps them.
    private const string Key = "neural_operator";

    private static readonly JsonSerializerOptions Json =
        new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Reads them; null if the file has none, or has them in a form that this version does not know.</summary>
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

    // JSON has no infinity: an answer with one could not be written.
    private static bool IsUsable(FieldSummary field) => field is { Name: not null, Grid: not null }
        && double.IsFinite(field.Minimum) && double.IsFinite(field.Maximum) && double.IsFinite(field.Mean)
        && double.IsFinite(field.StandardDeviation);
}
