using Microsoft.ML.NeuralOperators.Operators;
using Microsoft.ML.NeuralOperators.Tests;
using Xunit;
using static Microsoft.ML.NeuralOperators.Training.Tests.TrainingFixture;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Stages;

public sealed class StagedTrainingTests : IDisposable
{
    private static readonly FnoOptions FirstOptions = new() { Modes = [3, 3], Channels = 6, Layers = 2 };
    private readonly string _folder = Directory.CreateTempSubdirectory("stages").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(4, new[] { 2, 2 }, 0.5)]
    [InlineData(10, new[] { 3, 7 }, 0.3)]
    [InlineData(1, new[] { 1, 0 }, 0.1)]
    [InlineData(10, new[] { 4, 3, 3 }, 0.4)]
    public void Epochs_are_shared_out(int epochs, int[] expected, double first)
    {
        IStagedOperator stages = Boost(new() { Stages = expected.Length, FirstShare = first });
        Assert.Equal(expected, StagedTraining.Epochs(stages.EpochShares, epochs));
    }

    [Fact]
    public void The_first_stage_is_the_operator_on_its_own_and_stays_so()
    {
        TrainedOperator alone = Trainer.Train(new Fno(1, 1, FirstOptions), Data(20), null, Training(8)),
            boosted = Trainer.Train(Boost(), Data(20), null, Training(16));
        foreach (ParameterDeclaration p in alone.Definition.Inner.Parameters)
        {
            string name = p.Name.Replace("operator.", "operator.stages.0.operator.", StringComparison.Ordinal);
            Assert.Equal(alone.Values[p], boosted.Values[boosted.Definition.Parameters.Single(b => b.Name == name)]);
        }
        Assert.Equal(alone.Report.Epochs.Select(e => e.Loss), boosted.Report.Epochs.Take(8).Select(e => e.Loss));
        Assert.Equal(Enumerable.Range(1, 16), boosted.Report.Epochs.Select(e => e.Epoch));
        Assert.True(boosted.Report.Epochs[^1].Loss < boosted.Report.Epochs[7].Loss);
        Assert.Equal("SpecBoost", boosted.Report.Operator);
    }

    // Stages are trained on sums that were computed before; the whole computes all of them at once.
    [Theory]
    [InlineData(2, 1, true)]
    [InlineData(3, 1, false)]
    [InlineData(3, 2, true)]
    public void The_whole_is_what_the_last_stage_was_validated_as(int stages, int folds, bool seesPrediction)
    {
        FieldDataset validation = Data(9, 7);
        TrainedOperator trained = Trainer.Train(Boost(new()
        {
            Stages = stages,
            Folds = folds,
            SeesPrediction = seesPrediction,
        }), Data(20), validation, Training(2 * stages));
        float[] output = TorchRun.Of(trained.Definition, trained.Values, [(validation.Inputs[0].Values, [9, 1, 8, 8])]);
        double error = output.Chunk(64).Zip(validation.Target.Values.Chunk(64), (u, v)
            => Norm(u.Zip(v, (a, b) => a - b)) / Norm(v)).Average();
        Assert.Equal(trained.Report.Epochs[^1].ValidationError!.Value, error, 1e-5);
        Assert.Equal(2 * stages, trained.Report.Epochs.Count);

        static double Norm(IEnumerable<float> values) => Math.Sqrt(values.Sum(x => (double)x * x));
    }

    // A grid of 4×4 points holds two waves along each axis.
    [Fact]
    public void A_coarser_first_stage_neither_sees_nor_gives_waves_that_its_grid_does_not_hold()
    {
        // No epochs of the second stage, which adds nothing then.
        TrainedOperator trained = Trainer.Train(Boost(new()
        {
            FirstCoarsening = 2,
            Points = PointPlacement.Periodic,
            FirstShare = 0.99,
        }), Data(20), null, Training(20));
        float[] input = Data(1, 7).Inputs[0].Values,
            board = [.. input.Select((v, i) => v + ((i / Size + i) % 2 - 0.5f))], output = Output(input);
        Assert.Contains(output, v => MathF.Abs(v - output[0]) > 1e-2f);
        Assert.Equal(output, Output(board), (a, b) => MathF.Abs(a - b) < 1e-5f);
        for (int row = 0; row < Size; row++)
            foreach (int wave in new[] { 3, 4 })
                Assert.Equal(0, Enumerable.Range(0, Size)
                    .Sum(i => output[row * Size + i] * Math.Cos(2 * Math.PI * wave * i / Size)), 1e-5);

        float[] Output(float[] values) => TorchRun.Of(trained.Definition, trained.Values, [(values, [1, 1, 8, 8])]);
    }

    [Fact]
    public void Outputs_of_a_stage_are_in_units_of_what_was_left()
    {
        FieldDataset data = Data(20);
        TrainedOperator alone = Trainer.Train(new Fno(1, 1, FirstOptions), data, null, Training(2)),
            boosted = Trainer.Train(Boost(), data, null, Training(4));
        float[] first = TorchRun.Of(alone.Definition, alone.Values, [(data.Inputs[0].Values, [20, 1, 8, 8])]);
        float[] rest = [.. data.Target.Values.Zip(first, (u, v) => u - v)];
        float deviation = alone.Values[alone.Definition.OutputNormalizer.StandardDeviation][0],
            left = new FieldSamples("rest", 1, [8, 8], rest).Statistics().StandardDeviation[0];
        Assert.Equal(left / deviation, ScaleOf(boosted), 1e-4);
    }

    [Fact]
    public void Cross_fitting_sees_what_rows_learned_by_heart_hide()
    {
        // Labels that have nothing to do with the inputs: what is learned serves no other row.
        FieldDataset data = new(SmallData(6).Inputs, SmallData(6, seed: 1).Target);
        TrainingOptions training = Training(80) with { BatchSize = 2 };
        FnoOptions wide = new() { Modes = [8, 8], Channels = 12, Layers = 2 };
        float plain = ScaleOf(Trainer.Train(Boost(first: wide), data, null, training)),
            crossed = ScaleOf(Trainer.Train(Boost(new() { Folds = 3 }, first: wide), data, null, training with
            {
                Checkpoints = new() { Folder = _folder },
            }));
        Assert.True(crossed > 2 * plain, $"{crossed} and {plain}");
        Assert.Equal(["stage-1", "stage-1-fold-1", "stage-1-fold-2", "stage-1-fold-3", "stage-2"],
            Directory.EnumerateDirectories(_folder).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_cancelled_training_resumes_to_the_same_bits(int folds)
    {
        SpecBoostOptions options = new() { Folds = folds };
        float[] whole = Numbers(Trainer.Train(Boost(options), Data(20), null, Training(4)));
        var checkpoints = new TrainingCheckpoints { Folder = _folder, EveryMinutes = 0 };
        // Within the first stage, in the first step of the next one, and later.
        foreach (int stop in new[] { 4, 4, 2 })
        {
            using var source = new CancellationTokenSource();
            int steps = 0;
            Assert.Throws<OperationCanceledException>(() => Trainer.Train(Boost(options), Data(20), null,
                Training(4) with
                {
                    Checkpoints = checkpoints,
                    CancellationToken = source.Token,
                    Progress = _ =>
                    {
                        if (++steps == stop) source.Cancel();
                    },
                }));
        }
        TrainedOperator resumed =
            Trainer.Train(Boost(options), Data(20), null, Training(4) with { Checkpoints = checkpoints });
        Assert.Equal(whole, Numbers(resumed));
        Assert.Equal(4, resumed.Report.Epochs.Count);
    }

    [Fact]
    public void States_of_other_earlier_stages_are_refused()
    {
        TrainingOptions training = Training(4) with { Checkpoints = new() { Folder = _folder } };
        Trainer.Train(Boost(), Data(20), null, training);
        Directory.Delete(Path.Combine(_folder, "stage-1"), recursive: true);
        var error = Assert.Throws<InvalidOperationException>(()
            => Trainer.Train(Boost(new() { Folds = 2 }), Data(20), null, training));
        Assert.Contains("earlier stages", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_counts_all_stages_and_folds()
    {
        var seen = new List<TrainingProgress>();
        Trainer.Train(Boost(new() { Folds = 2 }), Data(20), null, Training(4) with { Progress = seen.Add });
        Assert.Equal(Enumerable.Range(1, 8), seen.Where(p => p.EndsEpoch).Select(p => p.Epoch));
        Assert.All(seen, p => Assert.Equal(8, p.Epochs));
        Assert.All(seen, p => Assert.True(p.Remaining >= TimeSpan.Zero));
        Assert.Equal(TimeSpan.Zero, seen[^1].Remaining);
    }

    [Fact]
    public void Stages_that_were_not_reached_add_nothing()
    {
        TrainedOperator one = Trainer.Train(Boost(), Data(20), null, Training(1));
        Assert.Equal(0, ScaleOf(one));
        Assert.Single(one.Report.Epochs);
        using var source = new CancellationTokenSource();
        TrainedOperator cancelled = Trainer.Train(Boost(), Data(20), null, Training(4) with
        {
            ReturnBestOnCancellation = true,
            CancellationToken = source.Token,
            Progress = p =>
            {
                if (p is { Epoch: 3, EndsEpoch: false }) source.Cancel();
            },
        });
        Assert.Equal(0, ScaleOf(cancelled));
        Assert.Equal(2, cancelled.Report.Epochs.Count);
    }

    [Fact]
    public void Later_stages_have_a_loss_and_a_rate_of_their_own()
    {
        IReadOnlyList<EpochReport> same = Epochs(Training(4)),
            loss = Epochs(Training(4) with { LaterLoss = Loss.RelativeH1 }),
            rate = Epochs(Training(4) with { LaterLearningRate = 2e-3 });
        foreach (IReadOnlyList<EpochReport> own in new[] { loss, rate })
            Assert.Equal(same.Take(2).Select(e => e.Loss), own.Take(2).Select(e => e.Loss));
        Assert.NotEqual(same[2].Loss, loss[2].Loss);
        Assert.Equal(same.Select(e => e.LearningRate), loss.Select(e => e.LearningRate));
        for (int i = 2; i < 4; i++) Assert.Equal(0.2 * same[i].LearningRate, rate[i].LearningRate, 1e-12);

        static IReadOnlyList<EpochReport> Epochs(TrainingOptions training)
            => Trainer.Train(Boost(), Data(20), null, training).Report.Epochs;
    }

    // With one epoch the second stage is not reached.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_model_is_trained_further_from_its_stages(int epochs)
    {
        FieldDataset data = Data(20);
        TrainedOperator before = Trainer.Train(Boost(), data, null, Training(4)),
            after = Trainer.Train(Boost(), data, null, Training(epochs) with { LearningRate = 1e-9, WeightDecay = 0 },
                before.Definition.Parameters.ToDictionary(p => p.Name, p => before.Values[p]));
        foreach (var (own, other) in Numbers(before).Zip(Numbers(after))) Assert.Equal(own, other, 1e-6f);
    }

    [Fact]
    public void What_has_no_stages_is_refused()
    {
        Refuses("RollOut is set", Training(2) with { RollOut = new() { Channels = 1 } }, Data(4));
        Refuses("the data has none", Training(2), new FieldDataset(Data(4).Inputs, null));
        var learns = new FilteredFlowResidual(1e-3, 0.1) { LearnsClosure = true };
        Refuses("The loss learns 'Closure' along with the operator", Training(2) with { Loss = learns }, Data(4));
        Refuses("The loss learns 'Closure' along with the operator", Training(2) with { LaterLoss = learns }, Data(4));
        Refuses("Folds is 5, but there are 4 rows", Training(2), Data(4), new() { Folds = 5 });
        Assert.Contains("LaterLoss is set, but Fno has one stage", Assert.Throws<InvalidOperationException>(()
            => Trainer.Train(Small(), Data(4), null, Training(1) with { LaterLoss = Loss.RelativeL2 })).Message);
        Assert.Contains("First is for grids of 2 axes, Second of 1",
            Assert.Throws<ArgumentOutOfRangeException>(() => Boost(new(), new FnoOptions { Modes = [3] })).Message);
        Assert.Contains("Second is SpecBoostOptions",
            Assert.Throws<ArgumentOutOfRangeException>(() => Boost(new(), new SpecBoostOptions())).Message);
        // Modes of the first stage are those of its grid: 3 of 4 points, 6 of 11.
        Refuses("need at least 11", Training(2), Data(4), new() { FirstCoarsening = 2 },
            FirstOptions with { Modes = [6, 6] });
        Assert.Contains("FirstCoarsening 1 or another Points", Assert.Throws<ArgumentOutOfRangeException>(() => Boost(
            new() { FirstCoarsening = 2, Points = PointPlacement.EndPoints },
            first: new MgnoOptions { Boundary = BoundaryCondition.Periodic, RunsOnEverySpacing = true })).Message);

        static void Refuses(string reason, TrainingOptions training, FieldDataset data,
            SpecBoostOptions? options = null, GridOperatorOptions? first = null)
            => Assert.Contains(reason, Assert.ThrowsAny<Exception>(()
                => Trainer.Train(Boost(options, first: first), data, null, training)).Message,
                StringComparison.Ordinal);
    }

    private static TrainingOptions Training(int epochs)
        => ShortTraining() with { Epochs = epochs, Loss = Loss.RelativeL2 };

    private static SpecBoost Boost(SpecBoostOptions? options = null, GridOperatorOptions? second = null,
        GridOperatorOptions? first = null)
        => new(1, 1, (options ?? new()) with
        {
            First = first ?? FirstOptions,
            Second = second ?? new FnoOptions { Modes = [6, 6], Channels = 6, Layers = 2 },
        });

    // Products have frequencies that the first stage lacks.
    private static FieldDataset Data(int count, int seed = 0)
    {
        FieldSamples a = SmallData(count, seed).Inputs[0];
        return new([a], new FieldSamples("u", 1, [Size, Size], Array.ConvertAll(a.Values, v => v * v * v - v)));
    }

    private static float ScaleOf(TrainedOperator trained)
        => trained.Values[((IStagedOperator)trained.Definition.Inner).Scales[0]][0];
}
