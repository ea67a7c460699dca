using Microsoft.ML.NeuralOperators.Sweeps.Tests.Support;
using Microsoft.ML.NeuralOperators.Training;

namespace Microsoft.ML.NeuralOperators.Sweeps.Tests;

public sealed class ExperimentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_sweep_finds_the_trial_with_the_smallest_error_and_gives_its_model()
    {
        var told = new Told();
        using SweepResult result = SmallSweep.Create().SetMonitor(told).Run(TestContext.Current.CancellationToken);
        Assert.Equal(SmallSweep.Trials, result.Trials.Count);
        Assert.Equal(result.Trials.Min(t => t.Loss), result.BestTrial.Loss);
        Assert.Equal(SmallSweep.Trials / SmallSweep.Factor,
            result.Trials.Count(t => t.State == SweepTrialState.Completed));
        Assert.All(result.Trials, t => Assert.Equal(t.State == SweepTrialState.Completed ? SmallSweep.Epochs
            : SmallSweep.Epochs / SmallSweep.Factor, t.Epochs));
        // Those that were trained on are the best of their first rung.
        double[] first = [.. result.Trials.Select(t => t.RungLosses[0])];
        Assert.Equal(first.Order().Take(4), result.Trials.Where(t => t.RungLosses.Count == 2)
            .Select(t => t.RungLosses[0]).Order());
        Assert.Equal(SmallSweep.Trials + 4, told.Running);
        Assert.Equal(result.BestTrial.Number, told.Best);

        NeuralOperatorsCatalog operators = new MLContext(1).NeuralOperators();
        IDataView rows = SmallSweep.Rows(operators);
        Assert.Equal(32, result.Model.Transform(rows).GetColumn<float[]>("Score").Count());
        Assert.Equal(result.BestTrial.Options["Layers"], ((FnoOptions)result.Model.Options!).Layers);
    }

    [Fact]
    public void A_paused_trial_is_not_trained_again_from_the_start()
    {
        using SweepResult result = SmallSweep.Create().Run(TestContext.Current.CancellationToken);
        SweepTrial best = result.Trials.First(t => t.State == SweepTrialState.Completed);
        // The same options in one go.
        NeuralOperatorsCatalog operators = new MLContext(1).NeuralOperators();
        IDataView rows = SmallSweep.Rows(operators);
        DataOperationsCatalog.TrainTestData parts = new MLContext(1).Data.TrainTestSplit(rows, 0.25, seed: 4);
        var space = new SweepSpace("it", SmallSweep.Trainer(operators));
        NeuralOperatorTrainer trainer = space.With(best.Options);
        using NeuralOperatorTransformer whole = trainer.With(training: trainer.Training with { Seed = 4 })
            .Fit(parts.TrainSet, parts.TestSet);
        Assert.Equal(whole.Report!.Epochs.Select(e => (e.Loss, e.ValidationError)),
            best.Curve.Select(e => (e.Loss, e.ValidationError)));
    }

    [Fact]
    public void A_sweep_that_was_stopped_goes_on_and_ends_as_one_that_was_not()
    {
        using SweepResult whole = SmallSweep.Create().Run(TestContext.Current.CancellationToken);
        string study = _folder["study"];
        for (int steps = 3; ; steps += 5)
        {
            using var stop = new CancellationTokenSource();
            int left = steps;
            try
            {
                using SweepResult result = SmallSweep.Create().SetStudy(study)
                    .SetMonitor(new Told { OnProgress = () => { if (--left == 0) stop.Cancel(); } }).Run(stop.Token);
                if (stop.IsCancellationRequested) continue;
                Assert.Equal(whole.Trials.Select(t => (t.Number, t.Loss, t.State)),
                    result.Trials.Select(t => (t.Number, t.Loss, t.State)));
                Assert.Equal(whole.BestTrial.Number, result.BestTrial.Number);
                return;
            }
            catch (OperationCanceledException)
            {
                // Before the first result.
            }
        }
    }

    [Fact]
    public void Several_architectures_compete_and_the_front_is_of_trials_that_none_beats()
    {
        NeuralOperatorsCatalog operators = new MLContext(1).NeuralOperators();
        using SweepResult result = operators.CreateExperiment()
            .Add(SmallSweep.Trainer(operators), SmallSweep.Narrow)
            .Add(operators.ResNet("u", "a", new() { Dimensions = 1, Channels = 4, Layers = 2 },
                new() { Epochs = 2, BatchSize = 8, Workers = 1, Loss = Loss.RelativeL2 }),
                space => space.Only("Channels").Choice("Channels", 4, 6))
            .SetDataset(SmallSweep.Rows(operators)).SetTuner(new SobolTuner()).SetMaxTrials(6)
            .Run(TestContext.Current.CancellationToken);
        Assert.All(result.Trials, t => Assert.Null(t.Fault));
        Assert.Equal(["Fno", "ResNet"], result.Trials.Select(t => t.Space).Distinct().Order());
        IReadOnlyList<SweepTrial> front = result.ParetoFront(SweepMetric.RelativeL2, SweepMetric.Parameters);
        Assert.Contains(front, t => t.Number == result.BestTrial.Number);
        Assert.Contains(front, t => t.Metrics[SweepMetric.Parameters]
            == result.Trials.Min(other => other.Metrics[SweepMetric.Parameters]));
        Assert.All(front.Zip(front.Skip(1)), p
            => Assert.True(p.First.Metrics[SweepMetric.Parameters] > p.Second.Metrics[SweepMetric.Parameters]));
    }

    [Fact]
    public void Trials_beyond_a_limit_are_not_the_best()
    {
        using SweepResult free = SmallSweep.Create().Run(TestContext.Current.CancellationToken);
        double limit = free.BestTrial.Metrics[SweepMetric.Parameters] - 1;
        using SweepResult bound = SmallSweep.Create().SetLimit(SweepMetric.Parameters, limit)
            .Run(TestContext.Current.CancellationToken);
        Assert.True(bound.BestTrial.Metrics[SweepMetric.Parameters] <= limit);
        Assert.Contains(bound.Trials, t => !t.IsWithinLimits);
    }

    [Fact]
    public void Options_that_cannot_be_trained_fail_with_a_reason_and_the_sweep_goes_on()
    {
        NeuralOperatorsCatalog operators = new MLContext(1).NeuralOperators();
        var told = new Told();
        using SweepResult result = operators.CreateExperiment()
            .Add(SmallSweep.Trainer(operators), s => s.Only("Layers").Range("Layers", 1, 2)
                .Choice("Modes", new[] { 3 }, new[] { 64 }))
            .SetDataset(SmallSweep.Rows(operators)).SetTuner(new GridTuner()).SetMaxTrials(4).SetMonitor(told)
            .Run(TestContext.Current.CancellationToken);
        SweepTrial[] failed = [.. result.Trials.Where(t => t.State == SweepTrialState.Failed)];
        Assert.Equal(2, failed.Length);
        Assert.All(failed, t => Assert.Contains("64", t.Fault));
        Assert.Equal(2, told.Failed);
        Assert.Equal(SweepTrialState.Completed, result.BestTrial.State);
    }

    [Fact]
    public void A_trial_that_fits_neither_memory_nor_time_is_not_begun()
    {
        NeuralOperatorsCatalog operators = new MLContext(1).NeuralOperators();
        var told = new Told();
        // A hundred million times the work of the first trial in a sweep of some minutes; and a layer of 60 GB.
        using SweepResult result = operators.CreateExperiment()
            .Add(SmallSweep.Trainer(operators), s => s.Only("Layers").Choice("Layers", 1)
                .Choice("Channels", 4, 60_000).Choice("Training.Epochs", 1, 100_000_000))
            .SetDataset(SmallSweep.Rows(operators)).SetTuner(new GridTuner()).SetMaxTrials(3).SetMonitor(told)
            .SetTrainingTimeInSeconds(300).Run(TestContext.Current.CancellationToken);
        Assert.Equal([SweepTrialState.Completed, SweepTrialState.Refused, SweepTrialState.Refused],
            result.Trials.Select(t => t.State));
        Assert.Matches(@"take about .* of the sweep's 300 s", result.Trials[1].Fault);
        Assert.Matches("GiB", result.Trials[2].Fault);
        Assert.Equal(2, told.Failed);
    }

    [Theory]
    [InlineData(9, 4)]
    [InlineData(8, 3)]
    public void A_study_of_other_options_than_those_tried_is_refused(int epochs, int modes)
    {
        NeuralOperatorsCatalog operators = new MLContext(1).NeuralOperators();
        Sweep(9, 3).Run(TestContext.Current.CancellationToken).Dispose();
        Assert.Contains("something else",
            Assert.Throws<InvalidOperationException>(() => Sweep(epochs, modes).Run()).Message);

        NeuralOperatorExperiment Sweep(int all, int kept) => operators.CreateExperiment()
            .Add(operators.Fno("u", "a", new() { Modes = [kept], Channels = 4, Layers = 1 },
                new() { Epochs = all, BatchSize = 8, Workers = 1 }), SmallSweep.Narrow)
            .SetDataset(SmallSweep.Rows(operators)).SetMaxTrials(1).SetStudy(_folder["other"]);
    }

    [Fact]
    public void What_is_missing_is_said()
    {
        NeuralOperatorsCatalog operators = new MLContext(1).NeuralOperators();
        NeuralOperatorExperiment sweep = operators.CreateExperiment();
        Assert.Contains("Add", Assert.Throws<InvalidOperationException>(() => sweep.Run()).Message);
        sweep.Add(operators.Fno("u", "a"));
        Assert.Contains("SetDataset", Assert.Throws<InvalidOperationException>(() => sweep.Run()).Message);
        sweep.SetDataset(SmallSweep.Rows(operators));
        Assert.Contains("SetMaxTrials", Assert.Throws<InvalidOperationException>(() => sweep.Run()).Message);
        Assert.Contains("Fno", Assert.Throws<ArgumentException>(() => sweep.Add(operators.Fno("u", "a"))).Message);
    }

    private sealed class Told : ISweepMonitor
    {
        public Action? OnProgress { get; init; }

        public int Running { get; private set; }

        public int Failed { get; private set; }

        public int Best { get; private set; } = -1;

        public void ReportRunningTrial(SweepTrial trial) => Running++;

        public void ReportProgress(SweepTrial trial, TrainingProgress progress) => OnProgress?.Invoke();

        public void ReportBestTrial(SweepTrial trial) => Best = trial.Number;

        public void ReportFailTrial(SweepTrial trial) => Failed++;
    }
}
