using System.Diagnostics;
using static System.FormattableString;

namespace Sweeps.Bench;

/// <summary>One sweep over FNO and MgNO, whose best trial is measured on rows that it never saw.</summary>
internal sealed class DarcySweep(string train, string test)
{
    public void Run(double minutes, int seed, string? study, CancellationToken cancellation)
    {
        var mlContext = new MLContext(seed);
        NeuralOperatorsCatalog operators = mlContext.NeuralOperators();
        var clock = Stopwatch.StartNew();
        NeuralOperatorExperiment experiment = operators.CreateExperiment()
            .Add(operators.Augment(operators.Fno("u", "a", new() { Modes = [8, 8], Channels = 24 },
                Training(epochs: 9)), DarcyRows.Symmetries), space => space
                .Only("Channels", "Layers", "Training.LearningRate", "Training.BatchSize")
                .Range("Channels", 16, 48, isLogarithmic: true)
                .Range("Training.LearningRate", 1e-3, 2e-2, isLogarithmic: true))
            .Add(operators.Augment(operators.Mgno("u", "a", new()
            {
                Levels = [.. Enumerable.Repeat(new SmoothingSteps(1), 3), new(2)],
                Boundary = BoundaryCondition.Dirichlet,
            }, Training(epochs: 9)), DarcyRows.Symmetries), space => space
                .Only("Channels", "Layers", "Training.LearningRate", "Training.BatchSize")
                .Range("Channels", 12, 32, isLogarithmic: true).Range("Layers", 2, 5)
                .Range("Training.LearningRate", 5e-4, 1e-2, isLogarithmic: true))
            .SetDataset(DarcyRows.Load(operators, train), 0.1)
            .SetTrainingTimeInSeconds(60 * minutes).SetSuccessiveHalving(rungs: 3, factor: 3).SetSeed(seed)
            .SetMonitor(new Lines(clock));
        if (study is not null) experiment.SetStudy(study);
        using SweepResult result = experiment.Run(cancellation);
        Console.WriteLine(Invariant($"{result.Trials.Count} trials, {clock.Elapsed.TotalSeconds:f0} s"));
        Console.WriteLine($"best {result.BestTrial}");
        Console.WriteLine(Invariant($"validation {result.BestTrial.Loss:g4}, test ")
            + Invariant($"{DarcyRows.Error(operators, result.Model, test):g4}"));
        foreach (SweepTrial trial in result.ParetoFront())
            Console.WriteLine(Invariant($"front {trial.Metrics[SweepMetric.RelativeL2]:g4}, ")
                + Invariant($"{trial.Metrics[SweepMetric.Milliseconds]:g3} ms: {trial}"));
    }

    private static TrainingOptions Training(int epochs)
        => new() { Epochs = epochs, BatchSize = 8, Schedule = LearningRateSchedule.OneCycle };

    private sealed class Lines(Stopwatch clock) : ISweepMonitor
    {
        public void ReportCompletedTrial(SweepTrial trial) => Console.WriteLine(Invariant(
            $"{clock.Elapsed.TotalSeconds,5:f0} s  {trial.Loss:f4}  {trial.Epochs}/{trial.AllEpochs} epochs  {trial}"));

        public void ReportFailTrial(SweepTrial trial) => Console.WriteLine($"failed {trial}: {trial.Fault}");
    }
}
