using Microsoft.ML.NeuralOperators.CommandLine.Options;
using static System.FormattableString;

namespace Microsoft.ML.NeuralOperators.CommandLine.Commands;

/// <summary>
/// A line for every result of a sweep, and its table. Options of which one value is tried are the same in every trial,
/// and are not listed.
/// </summary>
/// <param name="console">Where to write.</param>
/// <param name="spaces">What is tried.</param>
internal sealed class SweepDisplay(IAnsiConsole console, IReadOnlyList<SweepSpace> spaces) : ISweepMonitor
{
    private const int Shown = 10;
    private double _best = double.PositiveInfinity;

    public void ReportCompletedTrial(SweepTrial trial)
    {
        bool isBest = trial.IsWithinLimits && trial.Loss < _best;
        if (isBest) _best = trial.Loss!.Value;
        string line = Invariant($"{trial.Loss:f4}  {trial.Epochs}/{trial.AllEpochs} epochs  {Text(trial)}");
        if (isBest) console.Line(line, Color.Green);
        else console.Line(line);
    }

    public void ReportFailTrial(SweepTrial trial)
        => console.Line($"failed  {Text(trial)}: {trial.Fault}", Color.Yellow);

    /// <summary>The best trials.</summary>
    public Table Table(IReadOnlyList<SweepTrial> trials)
    {
        Table table = Tables.New("trial>", "model", "relative L2>", "epochs>", "seconds>", "parameters>", "options");
        foreach (SweepTrial t in trials.Where(t => t.Loss is not null).OrderBy(t => t.Loss).Take(Shown))
            table.AddRow($"{t.Number}", t.Space, ReportNumber.Text(t.Metrics[SweepMetric.RelativeL2]), $"{t.Epochs}",
                Invariant($"{t.Seconds:f1}"), Invariant($"{t.Metrics[SweepMetric.Parameters]:n0}"),
                Options(t));
        return table;
    }

    /// <summary>A trial in a line.</summary>
    public string Text(SweepTrial trial) => $"trial {trial.Number}: {trial.Space} {Options(trial)}";

    // As --set takes them.
    private string Options(SweepTrial trial) => string.Join(' ', trial.Options.Where(o => Varies(trial, o.Key))
        .Select(o => $"{o.Key[(o.Key.IndexOf('.', StringComparison.Ordinal) + 1)..]}="
            + (o.Value is double number ? Invariant($"{number:g3}") : OptionText.Write(o.Value))));

    private bool Varies(SweepTrial trial, string option)
        => spaces.First(s => s.Name == trial.Space).Options.FirstOrDefault(o => o.Name == option)?.Count != 1;
}
