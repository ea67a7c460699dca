using Xunit;
using static Microsoft.ML.NeuralOperators.Training.Tests.TrainingFixture;

namespace Microsoft.ML.NeuralOperators.Training.Tests;

/// <summary>Waves that travel: one step is learned, and applied to itself.</summary>
public class RollOutTests
{
    [Theory]
    [InlineData(1, 1, new[] { 1 }, false, 0)]
    [InlineData(2, 1, new[] { 1, 2 }, false, 0)]
    [InlineData(1, 2, new[] { 1, 2 }, true, 0)]
    [InlineData(1, 1, new[] { 1 }, false, 0.01)]
    public void A_learned_step_stays_right_over_many(int history, int bundle, int[] lengths, bool isPushForward,
        double noise)
    {
        var rollOut = new RollOut
        {
            History = history,
            StepsPerPrediction = bundle,
            Lengths = lengths,
            IsPushForward = isPushForward,
            Noise = noise
        };
        TrainedOperator trained = Trainer.Train(Small(history, bundle), new FieldDataset([Trajectories(12, 7)], null),
            new FieldDataset([Trajectories(4, 7, 5)], null),
            ShortTraining() with { RollOut = rollOut, Epochs = 25, Loss = Loss.RelativeL2, BatchSize = 4 });
        Assert.True(trained.Report.Epochs[^1].ValidationError < 0.1, $"{trained.Report.Epochs[^1].ValidationError}");
        Assert.Equal(12 * (7 - history - bundle + 1), trained.Report.Samples);
        Assert.Equal(CostInterpreter.Measure(Small(history, bundle), Shape.Of([1, history, .. trained.Report.Grid]))
            .Flops, trained.Report.SampleFlops);
    }

    [Fact]
    public void Noise_is_decided_by_the_seed()
    {
        Assert.Equal(Run(4), Run(4));
        Assert.NotEqual(Run(4), Run(5));

        static float[] Run(int seed)
            => Numbers(Trainer.Train(Small(), new FieldDataset([Trajectories(6, 4)], null), null,
            ShortTraining() with { Seed = seed, RollOut = new RollOut { Noise = 0.1 }, Epochs = 2 }));
    }

    [Fact]
    public void Trajectories_that_are_too_short_are_refused_with_the_numbers()
    {
        var error = Assert.Throws<InvalidOperationException>(()
            => Trainer.Train(Small(2, 1), new FieldDataset([Trajectories(6, 4)], null), null,
            ShortTraining() with { RollOut = new RollOut { History = 2, Lengths = [3] } }));
        Assert.Contains("4 frames are fewer than the 5", error.Message);
    }
}
