using Microsoft.ML.NeuralOperators.Tests;
using TorchSharp;
using Xunit;
using static Microsoft.ML.NeuralOperators.Training.Tests.TrainingFixture;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Checkpointing;

/// <summary>A training that diverges goes back to its best epoch, and on with half the learning rate.</summary>
public sealed class DivergenceTests : IDisposable
{
    private const int StepsPerEpoch = 4;
    private readonly string _folder = Directory.CreateTempSubdirectory("divergence").FullName;
    private readonly List<string> _warnings = [];

    private TrainingOptions Options => ShortTraining() with
    {
        Workers = 1,
        Schedule = LearningRateSchedule.Constant,
        Warning = _warnings.Add,
    };

    // Far above what stochastic gradient descent can take, until it was halved a few times.
    private TrainingOptions TooFast => Options with
    {
        Optimizer = OptimizerKind.Sgd,
        LearningRate = 100,
        DivergenceRetries = 30,
        Epochs = 8,
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void From_its_beginning_it_is_the_training_with_half_the_rate()
    {
        TrainingOptions options = Options with { MovingAverageDecay = 0.9 };
        TrainedOperator trained = Train(options, noNumber: 3);
        Assert.Equal(Numbers(Train(options with { LearningRate = 5e-3 })), Numbers(trained));
        Assert.Equal(1, trained.Report.Retries);
        Assert.Equal("Training diverged: the loss is NaN in epoch 1, batch 3 of 4, at learning rate 0.01. It goes on "
            + "from its beginning, at 0.5 of the learning rate (retry 1 of 2).", Assert.Single(_warnings));
    }

    [Fact]
    public void It_goes_back_to_the_best_epoch()
    {
        TrainedOperator trained = WorseThenNone(Options);
        Assert.Equal([1e-2, 5e-3, 5e-3, 5e-3], trained.Report.Epochs.Select(e => e.LearningRate));
        Assert.Equal([1, 2, 3, 4], trained.Report.Epochs.Select(e => e.Epoch));
        Assert.Contains("It goes on from epoch 2", Assert.Single(_warnings));
        Assert.Equal(trained.Report.Epochs.Sum(e => e.Seconds), trained.Report.Seconds, 1e-9);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void Stopped_after_it_went_back_it_resumes_to_the_same_bits(int batches)
    {
        float[] whole = Numbers(WorseThenNone(Options));
        _warnings.Clear();
        using var cancellation = new CancellationTokenSource();
        int seen = 0;
        TrainingOptions options = Options with { Checkpoints = new() { Folder = _folder } };
        Assert.Throws<OperationCanceledException>(() => WorseThenNone(options with
        {
            CancellationToken = cancellation.Token,
            Progress = _ =>
            {
                if (_warnings.Count > 0 && seen++ == batches) cancellation.Cancel();
            },
        }));
        // No state of what diverged is left.
        string[] states = [.. Directory.GetFiles(_folder, "state-*").Select(f => Path.GetFileName(f)).Order()];
        Assert.Equal($"state-00000{(batches < StepsPerEpoch ? 2 : 3)}-00000000.notrain", states[^1]);
        TrainedOperator resumed = Train(options);
        Assert.Equal(whole, Numbers(resumed));
        Assert.Equal(1, resumed.Report.Retries);
    }

    [Fact]
    public void A_rate_that_is_too_large_is_halved_until_it_learns()
    {
        TrainedOperator trained = Train(TooFast);
        Assert.Equal(_warnings.Count, trained.Report.Retries);
        Assert.InRange(trained.Report.Retries, 1, 29);
        Assert.True(trained.Report.Epochs[^1].Loss < 0.7 * trained.Report.Epochs[0].Loss,
            $"{trained.Report.Epochs[0].Loss} to {trained.Report.Epochs[^1].Loss}");
    }

    [Fact]
    public void Ranks_go_back_together()
    {
        TrainedOperator alone = Trainer.Train(Small(), SmallData(32), null, TooFast with { Workers = 2 });
        foreach (var rank in ThreadCommunicator.Try(2, c => Trainer.Train(Small(), SmallData(32), null,
            TooFast with { Communicator = c, Warning = null })))
            Assert.Equal(Numbers(alone), Numbers(rank.Value!));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(0)]
    public void It_ends_after_the_last_retry(int retries)
    {
        TrainingOptions options = Options with { LearningRate = 1e30, DivergenceRetries = retries };
        var error = Assert.Throws<TrainingDivergedException>(() => Train(options));
        Assert.Equal(retries, _warnings.Count);
        Assert.Contains($"at learning rate {(retries == 0 ? "1e+30" : "2.5e+29")}. Lower LearningRate", error.Message);
    }

    [Fact]
    public void No_rate_helps_where_the_first_loss_is_no_number()
    {
        Assert.Throws<TrainingDivergedException>(() => Train(Options, noNumber: 1));
        Assert.Empty(_warnings);
    }

    // Epoch 3 is worse than epoch 2, and epoch 4 diverges.
    private static TrainedOperator WorseThenNone(TrainingOptions options)
        => Train(options, (2 * StepsPerEpoch + 1)..(3 * StepsPerEpoch + 1), 3 * StepsPerEpoch + 2);

    private static TrainedOperator Train(TrainingOptions options, Range worse = default, int noNumber = 0)
    {
        Faulty.Begin(worse, noNumber);
        return Trainer.Train(Small(), SmallData(8 * StepsPerEpoch), null, options with { Loss = new Faulty() });
    }

    // A mean square that is ten times as large in some steps, and no number in one. States know nothing of them.
    private sealed record Faulty : Loss
    {
        private static Range _worse;
        private static int _noNumber, _calls;

        public static void Begin(Range worse, int noNumber) => (_worse, _noNumber, _calls) = (worse, noNumber, 0);

        public override torch.Tensor PerSample(torch.Tensor prediction, torch.Tensor target)
        {
            _calls++;
            double factor = _calls == _noNumber ? double.NaN
                : _calls >= _worse.Start.Value && _calls < _worse.End.Value ? 10 : 1;
            return MeanSquare.PerSample(prediction, target) * factor;
        }
    }
}
