using Microsoft.ML.NeuralOperators.CommandLine.Options;
using static System.FormattableString;

namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>What a model is and how it was trained.</summary>
internal static class ModelFacts
{
    public static Answer Of(Invocation call, string file)
    {
        using LoadedModel loaded = ModelFile.Load(call.Context(), file);
        NeuralOperatorTransformer model = loaded.Operator;
        TrainingReport? report = model.Report;
        Dictionary<string, string> options = model.Options is not { } set ? []
            : OptionRecord.Properties(set.GetType()).ToDictionary(p => p.Name, p => OptionText.Write(p.GetValue(set)));
        var values = new
        {
            File = file,
            report?.Operator,
            Inputs = model.FeatureColumnNames,
            Output = model.ScoreColumnName,
            report?.Parameters,
            report?.Samples,
            report?.Grid,
            Epochs = report?.Epochs.Count,
            Loss = report?.Epochs.LastOrDefault()?.Loss,
            ValidationError = report?.Epochs.LastOrDefault()?.ValidationError,
            report?.Seconds,
            report?.Seed,
            Precision = Invariant($"{model.Precision}").ToLowerInvariant(),
            Options = options,
            Card = model.Card,
        };
        return new Answer(values, console =>
        {
            Table table = Tables.New("", "");
            table.HideHeaders();
            void Row(string name, string text) => table.AddRow(Markup.Escape(name), Markup.Escape(text));
            Row("reads", string.Join(", ", model.FeatureColumnNames));
            if (report is not null)
            {
                Row("model", Invariant($"{report.Operator}, {report.Parameters:n0} parameters"));
                Row("trained on", $"{report.Samples} samples of {string.Join("×", report.Grid)} points");
                Row("training", Invariant($"{report.Epochs.Count} epochs, {report.Seconds:f1} s, {report.Device}"));
                if (report.Epochs is [.., var last])
                    Row("last loss", Invariant($"{last.Loss:g4}")
                        + (last.ValidationError is { } e ? Invariant($", validation error {e:g4}") : ""));
            }
            if (model.Precision != ExportPrecision.Float32)
                Row("weights", model.Precision == ExportPrecision.Float16 ? "16 bits" : "8 bits");
            foreach (var (name, value) in options) Row(name, value);
            foreach (var (name, value) in Said(model.Card)) Row(name, value);
            console.Write(table);
        });
    }

    // What the model's card says.
    private static IEnumerable<(string Name, string Value)> Said(ModelCard? card)
    {
        if (card is null) yield break;
        if (card.Name is { } name) yield return ("name", name);
        if (card.Description is { } description) yield return ("description", description);
        if (card.Licence is { } licence) yield return ("licence", licence);
        if (card.Contact is { } contact) yield return ("contact", contact);
        foreach (var (column, unit) in card.Units) yield return ($"unit of {column}", unit);
        foreach (ModelCardError error in card.Errors)
            yield return ($"{error.Metric} on {error.Data}", ReportNumber.Text(error.Value, 4));
    }
}
