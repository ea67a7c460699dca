using Microsoft.ML.NeuralOperators.Sweeps.Tests.Support;
using Microsoft.ML.NeuralOperators.Tests.Support;

namespace Microsoft.ML.NeuralOperators.Sweeps.Tests;

/// <summary>Trials on fewer rows and points.</summary>
public sealed class FidelityTests : IDisposable
{
    private static readonly NeuralOperatorsCatalog Operators = new MLContext(1).NeuralOperators();
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Fewer_rows_are_among_more_and_follow_from_the_seed()
    {
        IDataView rows = SmallSweep.Rows(Operators);
        NeuralOperatorTrainer trainer = SmallSweep.Trainer(Operators);
        string[] all = Read(rows);
        Rule.Holds(Rule.Seed(), seed =>
        {
            int few = 1 + seed % 31, more = few + seed / 32 % (32 - few);
            string[] small = Read(ReducedDataView.Of(rows, trainer, few, 1, seed)),
                large = Read(ReducedDataView.Of(rows, trainer, more, 1, seed));
            Assert.Equal((few, more), (small.Length, large.Length));
            Assert.Subset(large.ToHashSet(), small.ToHashSet());
            // In their order, and the same again.
            Assert.Equal(all.Where(small.Contains), small);
            Assert.Equal(small, Read(ReducedDataView.Of(rows, trainer, few, 1, seed)));
        }, count: 30);
        Assert.NotEqual(Read(ReducedDataView.Of(rows, trainer, 8, 1, 1)),
            Read(ReducedDataView.Of(rows, trainer, 8, 1, 2)));
        Assert.Same(rows, ReducedDataView.Of(rows, trainer, 32, 1, 1));
    }

    [Fact]
    public void Every_second_point_is_taken_along_each_axis()
    {
        float[] values = [.. Enumerable.Range(0, 2 * 2 * 4 * 5).Select(i => (float)i)];
        IDataView rows = Operators.LoadFields(("a", new FieldSamples("a", 2, [4, 5], values)),
            ("u", new FieldSamples("u", 1, [4, 5], values[..40])));
        IDataView coarse = ReducedDataView.Of(rows, Operators.Fno("u", "a"), null, 2, 0);
        Assert.Equal([2, 2, 3], ((VectorDataViewType)coarse.Schema["a"].Type).Dimensions);
        float[][] read = [.. coarse.GetColumn<float[]>("a")];
        Assert.Equal([0, 2, 4, 10, 12, 14, 20, 22, 24, 30, 32, 34], read[0]);
        Assert.Equal(40, read[1][0]);
        string text = Assert.Throws<InvalidOperationException>(()
            => ReducedDataView.Of(rows, Operators.Fno("u", "a"), null, 3, 0)).Message;
        Assert.Contains("'a' has 5 points along axis 1, of which every 3rd", text);
    }

    [Theory]
    [InlineData(SweepFidelity.Samples)]
    [InlineData(SweepFidelity.Resolution)]
    public void Promoted_trials_go_on_from_their_weights(SweepFidelity fidelity)
    {
        using SweepResult result = Sweep(fidelity).Run(TestContext.Current.CancellationToken);
        Assert.All(result.Trials, t => Assert.Null(t.Fault));
        Assert.Equal(3, result.Trials.Count(t => t.State == SweepTrialState.Completed));
        // One training of 9 epochs on each rung.
        Assert.All(result.Trials, t => Assert.Equal(t.RungLosses.Count * SmallSweep.Epochs, t.Epochs));
        SweepTrial promoted = result.Trials.First(t => t.State == SweepTrialState.Completed);
        Assert.Equal(Enumerable.Range(1, 2 * SmallSweep.Epochs), promoted.Curve.Select(e => e.Epoch));
        // The same by hand: a training on less, and one on everything from its weights.
        DataOperationsCatalog.TrainTestData parts =
            new MLContext(1).Data.TrainTestSplit(SmallSweep.Rows(Operators), 0.25, seed: 4);
        var space = new SweepSpace("it", SmallSweep.Trainer(Operators));
        NeuralOperatorTrainer trainer = space.With(promoted.Options);
        trainer = trainer.With(training: trainer.Training with { Seed = 4, KeepBest = true });
        bool isOfRows = fidelity == SweepFidelity.Samples;
        int all = ReducedDataView.Count(parts.TrainSet);
        using NeuralOperatorTransformer less = trainer.Fit(ReducedDataView.Of(parts.TrainSet, trainer,
            isOfRows ? (int)Math.Round(all / 3.0) : null, isOfRows ? 1 : 2, 4), parts.TestSet);
        using NeuralOperatorTransformer more = trainer.ContinueFrom(less).Fit(parts.TrainSet, parts.TestSet);
        Assert.Equal(less.Report!.Epochs.Concat(more.Report!.Epochs).Select(e => (e.Loss, e.ValidationError)),
            promoted.Curve.Select(e => (e.Loss, e.ValidationError)));
        // The score is on the whole grid.
        Assert.Equal(8, result.Model.Transform(SmallSweep.Rows(Operators)).GetColumn<float[]>("Score").First().Length);
    }

    [Theory]
    [InlineData(SweepFidelity.Samples)]
    [InlineData(SweepFidelity.Resolution)]
    public void A_sweep_that_was_stopped_ends_as_one_that_was_not(SweepFidelity fidelity)
    {
        using SweepResult whole = Sweep(fidelity).Run(TestContext.Current.CancellationToken);
        for (int steps = 7; ; steps += 23)
        {
            using var stop = new CancellationTokenSource();
            try
            {
                using SweepResult result = Sweep(fidelity).SetStudy(_folder["study"])
                    .SetMonitor(new StopAfter(steps, stop)).Run(stop.Token);
                if (stop.IsCancellationRequested) continue;
                Assert.Equal(whole.Trials.Select(t => (t.Number, t.Loss, t.State, t.Epochs)),
                    result.Trials.Select(t => (t.Number, t.Loss, t.State, t.Epochs)));
                return;
            }
            catch (OperationCanceledException)
            {
                // Before the first result.
            }
        }
    }

    [Fact]
    public void Rows_and_points_are_options_too()
    {
        var space = new SweepSpace("it", SmallSweep.Trainer(Operators));
        SmallSweep.Narrow(space);
        space.Choice("Data.Samples", 8, 16).Choice("Data.Stride", 1, 2);
        Assert.Equal(new DataReduction { Samples = 16, Stride = 2 }, space.Rows(space.At([0, 0, 0.9, 0.9])));
        Assert.Contains("Samples is 0", Assert.Throws<ArgumentOutOfRangeException>(() => Operators.CreateExperiment()
            .Add(SmallSweep.Trainer(Operators), s => s.Choice("Data.Samples", 0))).Message);
        using SweepResult result = Operators.CreateExperiment().Add(SmallSweep.Trainer(Operators), s => s
                .Only("Training.LearningRate").Choice("Training.LearningRate", 0.01).Choice("Data.Samples", 3, 24)
                .Choice("Data.Stride", 1))
            .SetDataset(SmallSweep.Rows(Operators), 0.25).SetTuner(new GridTuner()).SetMaxTrials(2)
            .Run(TestContext.Current.CancellationToken);
        Assert.True(result.Trials[0].Loss > result.Trials[1].Loss, "more rows are no better");
    }

    [Fact]
    public void What_has_no_coarser_grid_is_refused_before_any_training()
    {
        NeuralOperatorExperiment sweep = Operators.CreateExperiment()
            .Add(Operators.Fno("u", "a", new() { Modes = [3] }))
            .SetDataset(SmallSweep.Rows(Operators), 0.25).SetMaxTrials(3)
            .SetSuccessiveHalving(rungs: 4, fidelity: SweepFidelity.Resolution);
        Assert.Contains("8 points along axis 0",
            Assert.Throws<InvalidOperationException>(() => sweep.Run()).Message);
    }

    [Fact]
    public void Plans_of_studies_of_epochs_are_as_they_were()
        => Assert.Equal("Rungs { Count = 3, Factor = 3, IsAsynchronous = True }", $"{new Rungs(3, 3, true)}");

    private static NeuralOperatorExperiment Sweep(SweepFidelity fidelity) => SmallSweep.Create().SetMaxTrials(9)
        .SetSuccessiveHalving(SmallSweep.Rungs, SmallSweep.Factor, isAsynchronous: false, fidelity);

    private static string[] Read(IDataView rows)
        => [.. rows.GetColumn<float[]>("a").Select(row => string.Join(' ', row))];

    private sealed class StopAfter(int steps, CancellationTokenSource stop) : ISweepMonitor
    {
        private int _left = steps;

        public void ReportProgress(SweepTrial trial, TrainingProgress progress)
        {
            if (--_left == 0) stop.Cancel();
        }
    }
}
