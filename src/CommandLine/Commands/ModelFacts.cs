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
            Options = options,
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
            foreach (var (name, value) in options) Row(name, value);
            console.Write(table);
        });
    }
}
