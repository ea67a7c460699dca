using static System.FormattableString;

namespace Sweeps.Bench;

/// <summary>
/// Tuners against each other: each sweeps a small FNO until its trials have had a number of epochs together, for some
/// seeds. What counts is the error of the best trial, on rows that no trial saw.
/// </summary>
internal sealed class TunerContest(string train, string test, int budget)
{
    private const int Epochs = 9, Rows = 240;

    public void Run(int seeds, CancellationToken cancellation)
    {
        (string Name, SweepTuner Tuner, bool Halves)[] all =
        [
            ("random search", new RandomTuner(), false),
            ("Sobol", new SobolTuner(), false),
            ("Parzen estimator (TPE)", new ParzenTuner(), false),
            ("Gaussian process", new GaussianProcessTuner(), false),
            ("random search, ASHA", new RandomTuner(), true),
            ("Parzen estimator, ASHA", new ParzenTuner(), true),
        ];
        Console.WriteLine("| tuner | best validation error | its test error | trials |");
        Console.WriteLine("|---|---|---|---|");
        foreach (var (name, tuner, halves) in all)
        {
            var results = Enumerable.Range(0, seeds).Select(seed => Sweep(tuner, halves, seed, cancellation)).ToArray();
            Console.WriteLine($"| {name} | {Text([.. results.Select(r => r.Validation)])} | "
                + $"{Text([.. results.Select(r => r.Test)])} | "
                + Invariant($"{results.Average(r => (double)r.Trials):f0} |"));
        }
    }

    private (double Validation, double Test, int Trials) Sweep(SweepTuner tuner, bool halves, int seed,
        CancellationToken cancellation)
    {
        var mlContext = new MLContext(0);
        NeuralOperatorsCatalog operators = mlContext.NeuralOperators();
        IDataView rows = mlContext.Data.Cache(mlContext.Data.TakeRows(DarcyRows.Load(operators, train), Rows));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        NeuralOperatorExperiment experiment = operators.CreateExperiment()
            .Add(operators.Fno("u", "a", new() { Modes = [8, 8] }, new()
            {
                Epochs = Epochs,
                Schedule = LearningRateSchedule.OneCycle,
                Workers = 2,
            }), space => space.Only("Channels", "Layers", "Training.LearningRate", "Training.BatchSize",
                "Training.WeightDecay")
                .Range("Channels", 8, 32, isLogarithmic: true)
                .Range("Training.LearningRate", 1e-4, 1e-1, isLogarithmic: true)
                .Range("Training.WeightDecay", 1e-6, 1e-1, isLogarithmic: true))
            .SetDataset(rows, 0.25).SetMaxTrials(int.MaxValue).SetTuner(tuner).SetSeed(seed)
            .SetMonitor(new Budget(budget, end));
        if (halves) experiment.SetSuccessiveHalving(rungs: 3, factor: 3);
        using SweepResult result = experiment.Run(end.Token);
        return (result.BestTrial.Loss!.Value, DarcyRows.Error(operators, result.Model, test), result.Trials.Count);
    }

    private static string Text(double[] values)
    {
        double mean = values.Average();
        double deviation = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / Math.Max(values.Length - 1, 1));
        return Invariant($"{mean:f4} ± {deviation:f4}");
    }

    private sealed class Budget(int epochs, CancellationTokenSource end) : ISweepMonitor
    {
        private int _left = epochs;

        public void ReportProgress(SweepTrial trial, TrainingProgress progress)
        {
            if (progress.EndsEpoch && --_left == 0) end.Cancel();
        }
    }
}
