using System.Diagnostics;
using System.Text.Json;
using Contest;
using Microsoft.ML.NeuralOperators;
using Microsoft.ML.NeuralOperators.CommandLine.Options;
using Spectre.Console;

namespace Compare;

/// <summary>A contender trained with some options.</summary>
/// <param name="Settings">The options, <c>Name=Value</c> each; none is the contender as it takes part.</param>
/// <param name="Row">What came out.</param>
internal sealed record Trial(string[] Settings, Row Row);

/// <summary>
/// Tries the values of one option after the other, each for the same time, and goes on with the best. As many trials
/// run at once as the machine has cores, each with one thread.
/// </summary>
/// <param name="folder">Where each trial has a folder of its own, and the trials of a contender their list.</param>
/// <param name="arguments">What starts this program for a training with given options.</param>
internal sealed class OptionSearch(string folder, IReadOnlyList<string> arguments)
{
    /// <summary>The contender with other options.</summary>
    public static Contender With(Contender contender, IReadOnlyList<string> settings)
        => settings.Count == 0 ? contender : contender with
        {
            Create = (operators, problem, training) =>
            {
                NeuralOperatorTrainer trainer = contender.Create(operators, problem, training);
                var options = (OperatorOptions)OptionRecord.Copy(trainer.Options);
                var changed = (TrainingOptions)OptionRecord.Copy(trainer.Training);
                Settings.Read(settings).Apply(options, changed);
                return trainer.With(options, changed);
            }
        };

    /// <summary>Searches for one contender.</summary>
    /// <param name="options">An option each with its values: <c>Name=1|2|3</c>.</param>
    public async Task Run(string contender, IReadOnlyList<string> options, CancellationToken cancellation)
    {
        List<Trial> trials = [];
        string[] best = [];
        for (int i = 0; i < options.Count; i++)
        {
            string[] parts = options[i].Split('=', 2);
            if (parts.Length != 2) throw new ArgumentException($"'{options[i]}' has no values; expected Name=1|2|3.");
            IEnumerable<string[]> next = parts[1].Split('|').Select(value => best.Append($"{parts[0]}={value}")
                .ToArray());
            if (i == 0) next = next.Prepend([]);
            Row?[] rows = new Row?[next.Count()];
            await Parallel.ForEachAsync(next.Index(), new ParallelOptions
            {
                CancellationToken = cancellation,
                MaxDegreeOfParallelism = Environment.ProcessorCount
            }, async (trial, token) => rows[trial.Index] =
                await Train(contender, trial.Item, Path.Combine(folder, contender, $"{i}-{trial.Index}"), token));
            trials.AddRange(next.Zip(rows, (settings, row) => (settings, row)).Where(t => t.row is not null)
                .Select(t => new Trial(t.settings, t.row!)));
            if (trials.Count == 0) return;
            best = trials.MinBy(t => t.Row.RelativeL2)!.Settings;
            File.WriteAllText(Path.Combine(folder, $"{contender}.json"), JsonSerializer.Serialize(trials,
                new JsonSerializerOptions { WriteIndented = true }));
        }
        foreach (Trial trial in trials.OrderBy(t => t.Row.RelativeL2))
            AnsiConsole.WriteLine(FormattableString.Invariant($"{contender}: {trial.Row.RelativeL2:g3} in ")
                + FormattableString.Invariant($"{trial.Row.Epochs} epochs, {trial.Row.TrainingSeconds:f0} s, ")
                + (trial.Settings.Length == 0 ? "as it is" : string.Join(' ', trial.Settings)));
    }

    // Null where the training failed, which says why itself.
    private async Task<Row?> Train(string contender, string[] settings, string place, CancellationToken cancellation)
    {
        Directory.CreateDirectory(place);
        var start = new ProcessStartInfo(Environment.ProcessPath!,
            [.. arguments, "--single", contender, "--place", place, .. settings.SelectMany(s => new[] { "--set", s })]);
        start.Environment["OMP_NUM_THREADS"] = "1";
        using Process process = Process.Start(start)!;
        using CancellationTokenRegistration _ = cancellation.Register(() => process.Kill());
        await process.WaitForExitAsync(CancellationToken.None);
        cancellation.ThrowIfCancellationRequested();
        if (process.ExitCode != 0) return null;
        return JsonSerializer.Deserialize<Row>(File.ReadAllText(Row.FileOf(place, contender)));
    }
}
