using System.Diagnostics;
using System.Text.Json;
using static System.FormattableString;

namespace Sweeps.Bench;

/// <summary>
/// Tuners against each other: each sweeps a small FNO until its trials have had a number of epochs together, for some
/// seeds. What counts is the error of the best trial, on rows that no trial saw. Epochs are counted, not seconds, so
/// that other load does not matter; every sweep is a study in a folder, and the contest goes on after a kill.
/// </summary>
internal sealed class TunerContest(string train, string test, int budget, string folder)
{
    private const int Epochs = 9, Rows = 160;

    private static readonly (string Name, Func<SweepTuner> Tuner, bool Halves)[] All =
    [
        ("random search", () => new RandomTuner(), false),
        ("Parzen estimator (TPE)", () => new ParzenTuner(), false),
        ("random search, ASHA", () => new RandomTuner(), true),
        ("Parzen estimator, ASHA", () => new ParzenTuner(), true),
        ("Gaussian process", () => new GaussianProcessTuner(), false),
        ("Gaussian process, ASHA", () => new GaussianProcessTuner(), true),
        ("forest", () => new ForestTuner(), false),
        ("forest, ASHA", () => new ForestTuner(), true),
        ("Sobol", () => new SobolTuner(), false),
    ];

    public void Run(int seeds, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, tuner, halves) in All)
            for (int seed = 0; seed < seeds; seed++)
            {
                if (File.Exists(ResultOf(name, seed))) continue;
                var clock = Stopwatch.StartNew();
                Outcome outcome = Sweep(name, tuner(), halves, seed, cancellation);
                if (cancellation.IsCancellationRequested) return;
                File.WriteAllText(ResultOf(name, seed), JsonSerializer.Serialize(outcome));
                Console.Error.WriteLine(Invariant($"{name}, seed {seed}: {outcome}, ")
                    + Invariant($"{clock.Elapsed.TotalSeconds:f0} s"));
            }
        Table(seeds);
    }

    private void Table(int seeds)
    {
        Console.WriteLine("| tuner | best validation error | its test error | trials |");
        Console.WriteLine("|---|---|---|---|");
        foreach (var (name, _, _) in All)
        {
            Outcome[] all = [.. Enumerable.Range(0, seeds).Select(seed => JsonSerializer.Deserialize<Outcome>(
                File.ReadAllText(ResultOf(name, seed)))!)];
            Console.WriteLine($"| {name} | {Text([.. all.Select(r => r.Validation)])} | "
                + $"{Text([.. all.Select(r => r.Test)])} | " + Invariant($"{all.Average(r => r.Trials):f0} |"));
        }
    }

    private Outcome Sweep(string name, SweepTuner tuner, bool halves, int seed, CancellationToken cancellation)
    {
        var mlContext = new MLContext(0);
        NeuralOperatorsCatalog operators = mlContext.NeuralOperators();
        IDataView rows = mlContext.Data.Cache(mlContext.Data.TakeRows(DarcyRows.Load(operators, train), Rows));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        string study = Path.Combine(folder, $"{name}, seed {seed}");
        NeuralOperatorExperiment experiment = operators.CreateExperiment()
            .Add(operators.Fno("u", "a", new() { Modes = [8, 8] }, new()
            {
                Epochs = Epochs,
                Schedule = LearningRateSchedule.OneCycle,
                Workers = 1,
            }), space => space.Only("Channels", "Layers", "Training.LearningRate", "Training.BatchSize",
                "Training.WeightDecay")
                .Range("Channels", 8, 32, isLogarithmic: true).Range("Layers", 1, 4)
                .Range("Training.LearningRate", 1e-4, 1e-1, isLogarithmic: true)
                .Range("Training.WeightDecay", 1e-6, 1e-1, isLogarithmic: true))
            .SetDataset(rows, 0.25).SetMaxTrials(int.MaxValue).SetTuner(tuner).SetSeed(seed).SetStudy(study)
            .SetMonitor(new Budget(Path.Combine(Directory.CreateDirectory(study).FullName, "epochs.txt"), budget, end));
        if (halves) experiment.SetSuccessiveHalving(rungs: 3, factor: 3);
        using SweepResult result = experiment.Run(end.Token);
        return new Outcome(result.BestTrial.Loss!.Value, DarcyRows.Error(operators, result.Model, test),
            result.Trials.Count);
    }

    private string ResultOf(string name, int seed) => Path.Combine(folder, $"{name}, seed {seed}.json");

    private static string Text(double[] values)
    {
        double mean = values.Average();
        double deviation = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / Math.Max(values.Length - 1, 1));
        return Invariant($"{mean:f4} ± {deviation:f4}");
    }

    private sealed record Outcome(double Validation, double Test, int Trials);

    // Ends a sweep after a number of epochs, those before a kill included: each is a line of a file.
    private sealed class Budget : ISweepMonitor
    {
        private readonly string _path;
        private readonly int _epochs;
        private readonly CancellationTokenSource _end;
        private readonly HashSet<string> _done;

        public Budget(string path, int epochs, CancellationTokenSource end)
        {
            (_path, _epochs, _end) = (path, epochs, end);
            _done = File.Exists(path) ? [.. File.ReadAllLines(path)] : [];
            if (_done.Count >= epochs) end.Cancel();
        }

        public void ReportProgress(SweepTrial trial, TrainingProgress progress)
        {
            if (!progress.EndsEpoch || !_done.Add($"trial {trial.Number} epoch {progress.Epoch}")) return;
            File.WriteAllLines(_path, _done);
            if (_done.Count >= _epochs) _end.Cancel();
        }
    }
}
