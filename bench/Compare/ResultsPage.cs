using System.Globalization;

namespace Compare;

/// <summary>The table in a Markdown page, between two marks.</summary>
internal static class ResultsPage
{
    public static IReadOnlyList<string> Heads { get; } =
        ["operator", "parameters", "epochs", "s an epoch", "relative L2", "on the finer grid", "ONNX, kB",
        "ms a prediction"];

    public static string[] Cells(Row row)
        => [row.Operator, Text($"{row.Parameters:n0}"), $"{row.Epochs}", Number(row.SecondsPerEpoch),
        Number(row.RelativeL2),
        row.FineRelativeL2 is { } fine ? Number(fine)
        : "–", Text($"{row.OnnxBytes / 1000.0:n0}"), Number(row.Milliseconds)];

    public static void Replace(string path, string name, IEnumerable<Row> rows)
    {
        string page = File.ReadAllText(path), begin = $"<!-- {name} -->\n", end = $"<!-- end of {name} -->";
        int from = page.IndexOf(begin, StringComparison.Ordinal), to = page.IndexOf(end, StringComparison.Ordinal);
        if (from < 0 || to < from)
            throw new FormatException($"'{path}' has no place for the table: expected the lines '{begin.TrimEnd()}' "
                + $"and '{end}'.");
        string[] lines = [Line(Heads), Line(Heads.Select(_ => "---")), .. rows.Select(r => Line(Cells(r)))];
        File.WriteAllText(path, page[..(from + begin.Length)] + string.Join("\n", lines) + "\n" + page[to..]);
    }

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";

    private static string Number(double value) => value.ToString("g3", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
