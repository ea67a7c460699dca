using static System.FormattableString;

namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>A model of a comparison: its numbers, or why there are none.</summary>
internal sealed record Contestant(string Model)
{
    public long? Parameters { get; init; }

    public int? Epochs { get; init; }

    public double? Seconds { get; init; }

    public double? RelativeL2 { get; init; }

    public double? RelativeH1 { get; init; }

    /// <summary>Of a prediction.</summary>
    public double? Milliseconds { get; init; }

    public string? Fault { get; init; }

    /// <summary>Those with numbers, as a table.</summary>
    public static void Show(IAnsiConsole console, IEnumerable<Contestant> all)
    {
        Table table = Tables.New("model", "parameters>", "epochs>", "seconds>", "relative L2>", "relative H1>",
            "ms a row>");
        foreach (Contestant r in all.Where(r => r.Fault is null))
            table.AddRow(r.Model, Invariant($"{r.Parameters:n0}"), Invariant($"{r.Epochs}"),
                Invariant($"{r.Seconds:f1}"), ReportNumber.Text(r.RelativeL2!.Value),
                ReportNumber.Text(r.RelativeH1!.Value), Invariant($"{r.Milliseconds:f2}"));
        console.Write(table);
    }
}
