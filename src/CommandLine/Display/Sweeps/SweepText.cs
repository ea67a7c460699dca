using Microsoft.ML.NeuralOperators.CommandLine.Options;
using static System.FormattableString;

namespace Microsoft.ML.NeuralOperators.CommandLine.Display;

/// <summary>
/// Trials of a sweep as tables and lines. Options with a single value to try are the same in every trial, and are not
/// listed.
/// </summary>
/// <param name="spaces">What is tried.</param>
internal sealed class SweepText(IReadOnlyList<SweepSpace> spaces)
{
    /// <summary>The best trials.</summary>
    /// <param name="trials">All trials.</param>
    /// <param name="count">How many are shown.</param>
    /// <param name="width">Columns of the terminal, for lines that are not wrapped; null where they may be.</param>
    public Table Table(IReadOnlyList<SweepTrial> trials, int count = 10, int? width = null)
    {
        const int Others = 74, Fewest = 20;
        Table table = Tables.New("trial>", "model", "relative L2>", "epochs>", "seconds>", "parameters>", "options");
        foreach (SweepTrial t in trials.Where(t => t.Loss is not null).OrderBy(t => t.Loss).Take(count))
        {
            string options = Options(t);
            int room = Math.Max(Fewest, (width ?? int.MaxValue) - Others);
            table.AddRow(new Text($"{t.Number}"), new Text(t.Space),
                new Text(ReportNumber.Text(t.Metrics[SweepMetric.RelativeL2])), new Text($"{t.Epochs}"),
                new Text(Invariant($"{t.Seconds:f1}")), new Text(Invariant($"{t.Metrics[SweepMetric.Parameters]:n0}")),
                new Text(options.Length > room ? $"{options[..(room - 1)]}…" : options));
        }
        return table;
    }

    /// <summary>Which options matter, the most important first; null where too few trials tell.</summary>
    public static Table? Table(SweepImportance importance, int count = 5)
    {
        if (importance.Options.Count == 0) return null;
        Table table = Tables.New("option", "share of the error's variance>", "±>");
        foreach (OptionImportance o in importance.Options.Take(count))
            table.AddRow(o.Name, Invariant($"{100 * o.Share:f1} %"), Invariant($"{100 * o.Deviation:f1} %"));
        return table;
    }

    /// <summary>A trial in a line.</summary>
    public string Of(SweepTrial trial) => $"trial {trial.Number}: {trial.Space} {Options(trial)}";

    // As --set takes them.
    private string Options(SweepTrial trial) => string.Join(' ', trial.Options.Where(o => Varies(trial, o.Key))
        .Select(o => $"{o.Key[(o.Key.IndexOf('.', StringComparison.Ordinal) + 1)..]}="
            + (o.Value is double number ? Invariant($"{number:g3}") : OptionText.Write(o.Value))));

    private bool Varies(SweepTrial trial, string option)
        => spaces.FirstOrDefault(s => s.Name == trial.Space)?.Options.FirstOrDefault(o => o.Name == option)?.Count != 1;
}
