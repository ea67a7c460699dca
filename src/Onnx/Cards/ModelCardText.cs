using System.Text;
using static System.FormattableString;

namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>A model card as a text that people read.</summary>
internal static class ModelCardText
{
    public static string Write(ModelCard card)
    {
        var text = new StringBuilder();
        text.Append($"# {Line(card.Name ?? card.Architecture?.Name ?? "Neural operator")}\n\n");
        if (card.Description is { } description) text.Append(description).Append("\n\n");
        Table(text, "Use", ["", ""], [.. Known(("Licence", card.Licence), ("Contact", card.Contact))]);
        Table(text, "Fields", ["field", "role", "unit", "channels", "training grid"], [.. card.Fields.Select(f
            => (string[])[f.Name, f.IsPredicted ? "predicted" : "read", card.Units.GetValueOrDefault(f.Name, ""),
                Invariant($"{f.Channels}"), string.Join("×", f.Grid)])]);
        if (card.Architecture is { } architecture)
            Table(text, "Architecture", ["", ""], [.. Known(("Name", architecture.Name),
                ("Parameters", architecture.Parameters is { } n ? Invariant($"{n}") : null),
                ("Precision", architecture.Precision)), .. Pairs(architecture.Options)]);
        if (card.Training is { } training)
        {
            Table(text, "Training", ["", ""], [.. Rows(training)]);
            Table(text, "Training options", ["", ""], [.. Pairs(training.Options)]);
            Table(text, "Versions", ["", ""], [.. Pairs(training.Versions)]);
        }
        Table(text, "Data", ["field", "channel", "mean", "standard deviation", "minimum", "maximum"],
            [.. card.Fields.SelectMany(Statistics)]);
        Table(text, "Errors", ["data", "error", "value"],
            [.. card.Errors.Select(e => (string[])[e.Data, e.Metric, Number(e.Value)])]);
        return text.ToString().TrimEnd() + "\n";
    }

    private static IEnumerable<string[]> Rows(ModelCardTraining training)
        => Known(("Rows", Invariant($"{training.Samples}")), ("Epochs", Invariant($"{training.Epochs}")),
            ("Seconds", Number(training.Seconds)), ("Device", training.Device),
            ("Seed", Invariant($"{training.Seed}")), ("Last loss", Number(training.Loss)),
            ("Validation error", Number(training.ValidationError)));

    // The range is that of the whole field, not of a channel; it is shown beside the first one.
    private static IEnumerable<string[]> Statistics(ModelCardField field)
    {
        int rows = Math.Max(field.Mean.Count, field.Minimum is null ? 0 : 1);
        for (int c = 0; c < rows; c++)
            yield return [field.Name, Invariant($"{c}"), Number(At(field.Mean, c)),
                Number(At(field.StandardDeviation, c)), Number(c == 0 ? field.Minimum : null),
                Number(c == 0 ? field.Maximum : null)];
    }

    private static double? At(IReadOnlyList<double> numbers, int index)
        => index < numbers.Count ? numbers[index] : null;

    private static IEnumerable<string[]> Known(params (string Name, string? Value)[] rows)
        => rows.Where(r => !string.IsNullOrEmpty(r.Value)).Select(r => (string[])[r.Name, r.Value!]);

    private static IEnumerable<string[]> Pairs(IReadOnlyDictionary<string, string> values)
        => values.Select(v => (string[])[v.Key, v.Value]);

    private static string Number(double? value) => value is { } number ? Invariant($"{number:g4}") : "";

    private static void Table(StringBuilder text, string title, string[] head, IReadOnlyList<string[]> rows)
    {
        if (rows.Count == 0) return;
        text.Append($"## {title}\n\n");
        foreach (string[] row in (string[][])[head, [.. head.Select(_ => "---")], .. rows])
            text.Append($"| {string.Join(" | ", row.Select(Line))} |\n");
        text.Append('\n');
    }

    // A cell is one line without borders.
    private static string Line(string text) => text.ReplaceLineEndings(" ").Replace("|", "\\|");
}
