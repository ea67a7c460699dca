using Microsoft.ML.NeuralOperators.Tests;
using Xunit;
using static Microsoft.ML.NeuralOperators.Training.Tests.TrainingFixture;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Distributed;

/// <summary>Ranks train to the bits of one process with as many workers.</summary>
public sealed class RankTrainingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ranks").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(2, 1, 1)]
    [InlineData(2, 1, 2)]
    [InlineData(3, 1, 1)]
    [InlineData(2, 2, 1)]
    [InlineData(4, 1, 1)]
    [InlineData(8, 1, 1)]
    public void Ranks_give_the_weights_of_workers(int ranks, int workers, int accumulation)
    {
        TrainingOptions options = RankTraining.Options with { GradientAccumulation = accumulation };
        bool overlaps = workers == 1 && accumulation == 1;
        TrainedOperator alone = RankTraining.Run(options with { Workers = ranks * workers });
        TrainedOperator[] all = ThreadCommunicator.Run(ranks, c =>
        {
            TrainedOperator trained = RankTraining.Run(options with { Workers = workers, Communicator = c });
            Assert.Equal(overlaps, c.Threads > 1);
            return trained;
        });
        Assert.All(all, trained => Assert.Equal(RankTraining.Bytes(alone), RankTraining.Bytes(trained)));
        Assert.All(all, trained => Assert.Equal(alone.Report.Epochs.Select(e => (e.Loss, e.ValidationError)),
            trained.Report.Epochs.Select(e => (e.Loss, e.ValidationError))));
        Assert.All(all, trained => Assert.Equal(all[0].Report.Epochs, trained.Report.Epochs));
        Assert.Contains($"{ranks} ranks of {workers} worker", all[1].Report.Device, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OptimizerKind.Lbfgs)]
    [InlineData(OptimizerKind.Sgd)]
    public void Running_statistics_and_all_optimizers_agree(OptimizerKind optimizer)
    {
        TrainingOptions options = ShortTraining() with { Optimizer = optimizer, Epochs = 2, KeepBest = true };
        float[] alone = Numbers(Train(options));
        Assert.All(ThreadCommunicator.Run(2, c =>
        {
            float[] numbers = Numbers(Train(options with { Workers = 1, Communicator = c }));
            Assert.True(c.Threads > 1, "The sum does not overlap the backward pass.");
            return numbers;
        }), numbers => Assert.Equal(alone, numbers));

        static TrainedOperator Train(TrainingOptions options)
            => Trainer.Train(new Lsm(1, 1, new() { Channels = 24, Heads = 2, Scales = 2 }), SmallData(21),
                SmallData(6, 9), options);
    }

    [Fact]
    public void Roll_outs_and_double_precision_agree()
    {
        TrainingOptions options = ShortTraining() with
        {
            RollOut = new() { History = 2, Lengths = [2], Noise = 0.01 },
            Precision = TrainingPrecision.Double,
            Epochs = 2,
            ValidationFraction = 0.3,
        };
        float[] alone = Numbers(Train(options));
        Assert.All(ThreadCommunicator.Run(2, c => Numbers(Train(options with { Workers = 1, Communicator = c }))),
            numbers => Assert.Equal(alone, numbers));

        static TrainedOperator Train(TrainingOptions options)
            => Trainer.Train(Small(2), new FieldDataset([Trajectories(6, 7)], null), null, options);
    }

    [Fact]
    public void A_stopped_training_goes_on_with_another_number_of_ranks()
    {
        TrainingOptions options = RankTraining.Options with
        {
            Checkpoints = new() { Folder = _folder, EveryMinutes = 0 },
        };
        byte[] whole = RankTraining.Bytes(RankTraining.Run(RankTraining.Options with { Workers = 4 }));
        Stop(4, 1, 2);
        Stop(2, 2, 3);
        byte[][] resumed = ThreadCommunicator.Run(2, c =>
            RankTraining.Bytes(RankTraining.Run(options with { Communicator = c })));
        Assert.All(resumed, bytes => Assert.Equal(whole, bytes));

        // Every rank hears of it, though one alone is cancelled.
        void Stop(int ranks, int workers, int step) => Assert.All(ThreadCommunicator.Try(ranks, c =>
        {
            using var source = new CancellationTokenSource();
            int steps = 0;
            return RankTraining.Run(options with
            {
                Workers = workers,
                Communicator = c,
                CancellationToken = source.Token,
                Progress = _ =>
                {
                    if (++steps == step) source.Cancel();
                },
            });
        }), rank => Assert.IsType<OperationCanceledException>(rank.Error));
    }

    [Fact]
    public void Only_the_first_rank_reports_and_writes()
    {
        int[] reports = ThreadCommunicator.Run(2, c =>
        {
            int count = 0;
            Trainer.Train(Small(), SmallData(16), null, ShortTraining() with
            {
                Workers = 1,
                Communicator = c,
                Progress = _ => count++,
                Checkpoints = new() { Folder = Path.Combine(_folder, $"{c.Rank}") },
            });
            return count;
        });
        Assert.True(reports[0] > 0 && reports[1] == 0, string.Join(", ", reports));
        Assert.Equal(["0"], Directory.GetDirectories(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public void A_failure_of_one_rank_is_told_to_the_others()
    {
        var ranks = ThreadCommunicator.Try(3, c => Trainer.Train(Small(), c.Rank == 1 ? Damaged() : SmallData(16), null,
            ShortTraining() with { Workers = 1, Communicator = c }));
        Assert.IsType<InvalidOperationException>(ranks[1].Error);
        foreach (int other in (int[])[0, 2])
        {
            RankFailedException error = Assert.IsType<RankFailedException>(ranks[other].Error);
            Assert.Equal(1, error.Rank);
            Assert.Equal($"Rank 1 of 3 failed, and with it the training: {ranks[1].Error!.Message}", error.Message);
        }

        static FieldDataset Damaged()
        {
            FieldDataset data = SmallData(16);
            data.Inputs[0].Values[70] = float.NaN;
            return data;
        }
    }

    [Fact]
    public void A_rank_that_is_cancelled_before_it_begins_stops_all()
        => Assert.All(ThreadCommunicator.Try(3, c => Trainer.Train(Small(), SmallData(16), null,
            ShortTraining() with { Workers = 1, Communicator = c, CancellationToken = new(c.Rank == 1) })),
            rank => Assert.IsType<OperationCanceledException>(rank.Error));

    [Fact]
    public void A_divergence_ends_all_ranks_alike()
        => Assert.All(ThreadCommunicator.Try(2, c => Trainer.Train(Small(), SmallData(16), null,
            ShortTraining() with { Workers = 1, Communicator = c, LearningRate = 1e30 })),
            rank => Assert.IsType<TrainingDivergedException>(rank.Error));
}
