using System.Globalization;

namespace Contest;

/// <summary>Tables in a Markdown page, between two marks.</summary>
internal static class ResultsPage
{
    /// <summary>Refuses a page that has no place for a table, before hours of training.</summary>
    /// <exception cref="IOException">The page cannot be read.</exception>
    /// <exception cref="FormatException">It has no place for the table.</exception>
    public static void Require(string path, string name) => Find(path, name);

    /// <summary>Replaces the table between the marks of a name.</summary>
    /// <inheritdoc cref="Require"/>
    public static void Replace(string path, string name, IReadOnlyList<Column> columns, IEnumerable<Row> rows)
    {
        var (page, from, to) = Find(path, name);
        string[] lines = [Line(columns.Select(c => c.Head)), Line(columns.Select(_ => "---")),
            .. rows.Select(r => Line(columns.Select(c => c.Cell(r))))];
        File.WriteAllText(path, page[..from] + string.Join("\n", lines) + "\n" + page[to..]);
    }

    private static (string Page, int From, int To) Find(string path, string name)
    {
        string page = File.ReadAllText(path), begin = $"<!-- {name} -->\n", end = $"<!-- end of {name} -->";
        int from = page.IndexOf(begin, StringComparison.Ordinal), to = page.IndexOf(end, StringComparison.Ordinal);
        if (from < 0 || to < from)
            throw new FormatException($"'{path}' has no place for the table: expected the lines '{begin.TrimEnd()}' "
                + $"and '{end}'.");
        return (page, from + begin.Length, to);
    }

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";
}

/// <summary>A column of a table.</summary>
internal sealed record Column(string Head, Func<Row, string> Cell)
{
    public static Column Operator { get; } = new("operator", r => r.Operator);
    public static Column Parameters { get; } = new("parameters", r => Count(r.Parameters));
    public static Column Epochs { get; } = new("epochs",
        r => r.Retries == 0 ? $"{r.Epochs}" : $"{r.Epochs} (retries: {r.Retries})");
    public static Column SecondsPerEpoch { get; } = new("s an epoch", r => Number(r.SecondsPerEpoch));
    public static Column RelativeL2 { get; } = new("relative L2", r => Number(r.RelativeL2));
    public static Column FineRelativeL2 { get; } = new("on the finer grid", r => Number(r.FineRelativeL2));
    public static Column AggregatedRmse { get; } = new("aggregated nRMSE", r => Number(r.AggregatedRmse));
    public static Column Gigaflops { get; } = new("GFLOPs a sample", r => Number(r.Gigaflops));
    public static Column OnnxKilobytes { get; } = new("ONNX, kB", r => Count(r.OnnxBytes / 1000.0));
    public static Column Milliseconds { get; } = new("ms a prediction", r => Number(r.Milliseconds));

    public static string Number(double? value)
        => value is { } number ? number.ToString("g3", CultureInfo.InvariantCulture) : "–";

    private static string Count(double value) => value.ToString("n0", CultureInfo.InvariantCulture);
}
