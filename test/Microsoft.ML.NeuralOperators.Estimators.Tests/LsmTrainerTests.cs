using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

public class LsmTrainerTests
{
    [Theory]
    [InlineData(Normalization.Batch)]
    [InlineData(Normalization.Instance)]
    public void Learns_and_scores_other_grids(Normalization normalization)
    {
        var mlContext = new MLContext(seed: 0);
        NeuralOperatorTrainer trainer = mlContext.NeuralOperators()
            .Lsm("u", "a", Options with { Normalization = normalization },
            Training with { Epochs = 40, LearningRate = 5e-3 });
        Fixture.RequireLearned(mlContext, trainer, 0.2, otherSize: 11, otherError: 0.2);
    }

    [Fact]
    public void One_exception_lists_every_fault_of_the_options()
    {
        string message = Assert.Throws<ArgumentOutOfRangeException>(() => new MLContext().NeuralOperators()
            .Lsm(options: Options with { Heads = 3, Scales = 99 }, training: Training with { Epochs = 0 })).Message;
        foreach (string text in new[] { "Heads is 3", "Scales is 99", "Epochs is 0" }) Assert.Contains(text, message);
    }

    private static LsmOptions Options { get; } = new() { Channels = 8, Heads = 2, Scales = 3 };

    private static TrainingOptions Training { get; } = new() { BatchSize = 8, Workers = 2, Seed = 1 };
}
