using Microsoft.ML.NeuralOperators.Tests;
using Xunit;
using static Microsoft.ML.NeuralOperators.Training.Tests.TrainingFixture;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Distributed;

/// <summary>Ranks with rows of their own train on all of them together.</summary>
public sealed class ShardTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("shards").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(7, 4, 4, 1)]
    [InlineData(9, 9, 3, 2)]
    [InlineData(12, 1, 2, 1)]
    [InlineData(1, 1, 1, 1)]
    public void An_epoch_takes_every_sample_of_every_shard_once(int first, int second, int batch, int accumulation)
    {
        int[] counts = [first, second];
        TrainingOptions options = new()
        {
            BatchSize = batch,
            GradientAccumulation = accumulation,
            Sharding = DataSharding.ByRank,
        };
        StepShare[][] ranks = ThreadCommunicator.Run(2, c =>
            SampleOrder.Of(counts[c.Rank], options, new RankGroup(c), 2).Epoch(3));
        for (int rank = 0; rank < 2; rank++)
        {
            Assert.Equal(Enumerable.Range(0, counts[rank]), ranks[rank].SelectMany(s => s.Samples).Order());
            Assert.Equal(Enumerable.Range(0, counts[rank]), ranks[rank].SelectMany(s => s.Rounds.SelectMany(r => r)
                .SelectMany(p => s.Samples.AsSpan(p.From, p.Count).ToArray())).Order());
        }
        // Both know how large a step is, and no step is empty.
        Assert.Equal(ranks[0].Select(s => s.Total), ranks[1].Select(s => s.Total));
        Assert.Equal(ranks[0].Select(s => s.Total), ranks[0].Zip(ranks[1],
            (a, b) => a.Samples.Length + b.Samples.Length));
        Assert.All(ranks[0], s => Assert.InRange(s.Total, 1, batch * accumulation + 1));
    }

    [Fact]
    public void Ranks_agree_on_weights_statistics_and_errors_of_rows_that_they_do_not_share()
    {
        FieldDataset all = SmallData(23);
        TrainingOptions options = ShortTraining() with
        {
            Workers = 1,
            Sharding = DataSharding.ByRank,
            ValidationFraction = 0.25,
            KeepBest = true,
            Checkpoints = new() { Folder = _folder },
        };
        TrainedOperator[] ranks = Run(options, 2);
        Assert.Equal(Numbers(ranks[0]), Numbers(ranks[1]));
        Assert.Equal(ranks[0].Report.Epochs, ranks[1].Report.Epochs);
        Assert.Equal(ranks[0].Report.Fields.Select(f => (f.Name, f.Mean, f.Maximum)),
            ranks[1].Report.Fields.Select(f => (f.Name, f.Mean, f.Maximum)));
        // Rows held back, and normalisation, are those of a process that has all rows.
        TrainedOperator alone = Trainer.Train(Small(), all, null, options with { Checkpoints = null, Workers = 2 });
        Assert.Equal(alone.Report.Samples, ranks[0].Report.Samples);
        FieldNormalizer own = ranks[0].Definition.InputNormalizers[0], other = alone.Definition.InputNormalizers[0];
        Assert.Equal(alone.Values[other.Mean][0], ranks[0].Values[own.Mean][0], 1e-6);
        Assert.Equal(alone.Values[other.StandardDeviation][0], ranks[0].Values[own.StandardDeviation][0], 1e-6);
        // The order is another one, the problem the same.
        Assert.NotEqual(Numbers(alone), Numbers(ranks[0]));
        Assert.InRange(ranks[0].Report.Epochs[^1].ValidationError!.Value, 0,
            2 * alone.Report.Epochs[^1].ValidationError!.Value);
        // A finished training is finished for three ranks, too, whose shards are other ones.
        Assert.Equal(Numbers(ranks[0]), Numbers(Run(options, 3)[2]));

        TrainedOperator[] Run(TrainingOptions options, int size) => ThreadCommunicator.Run(size, c =>
        {
            var (from, end) = RankData.Range(all.Count, c.Rank, c.Size);
            int[] rows = [.. Enumerable.Range((int)from, (int)(end - from))];
            return Trainer.Train(Small(), all.Pick(rows), null, options with { Communicator = c });
        });
    }

    [Fact]
    public void Rows_of_all_ranks_are_compared_with_those_of_a_state()
    {
        TrainingOptions options = ShortTraining() with
        {
            Workers = 1,
            Epochs = 1,
            Sharding = DataSharding.ByRank,
            Checkpoints = new() { Folder = _folder },
        };
        Run(1);
        // The second rank has other rows now; the first one's state is refused, and the second hears of it.
        var ranks = ThreadCommunicator.Try(2, c => Train(c, 2));
        Assert.Contains("is the state of another training: data was",
            Assert.IsType<InvalidOperationException>(ranks[0].Error).Message, StringComparison.Ordinal);
        Assert.IsType<RankFailedException>(ranks[1].Error);

        void Run(int seed) => ThreadCommunicator.Run(2, c => Train(c, seed));

        TrainedOperator Train(Communicator c, int seed) => Trainer.Train(Small(), SmallData(8, c.Rank * seed), null,
            options with { Communicator = c });
    }
}
