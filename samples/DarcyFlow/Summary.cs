using Microsoft.ML.NeuralOperators;
using Spectre.Console;
using static System.FormattableString;

namespace DarcyFlow;

/// <summary>What a job leaves on the terminal: errors, times, files.</summary>
internal static class Summary
{
    public static void Write(DarcyResult result, params (string What, string Path)[] files)
    {
        TrainingReport training = result.Training;
        var table = new Table().Border(TableBorder.Rounded).AddColumn("test samples");
        foreach (string head in new[] { "count", "rel. L2", "rel. H1", "max error", "R²" })
            table.AddColumn(new TableColumn(head).RightAligned());
        foreach ((string grid, (_, FieldMetrics m)) in result.Scores)
            table.AddRow(grid, $"{m.Count}", Invariant($"{m.RelativeL2:f4}"), Invariant($"{m.RelativeH1:f4}"),
                Invariant($"{m.MaximumError:g3}"), Invariant($"{m.RSquared:f4}"));
        AnsiConsole.Write(table);
        Line("model", Invariant($"{training.Operator}, {training.Parameters:n0} parameters"));
        string time = Invariant($"{training.Seconds:f1} s, {training.SecondsPerEpoch:f2} s per epoch");
        Line("training", $"{time} ({training.Device})");
        Line("prediction", Invariant($"{result.Milliseconds:f2} ms per sample ({result.Provider})"));
        foreach ((string what, string path) in files) Line(what, path);
    }

    // Written without wrapping, so that paths can be copied.
    private static void Line(string name, string text) => Console.WriteLine($"  {name,-16}{text}");
}
