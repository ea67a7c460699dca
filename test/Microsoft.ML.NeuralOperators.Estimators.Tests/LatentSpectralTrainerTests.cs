using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

public class LatentSpectralTrainerTests
{
    [Theory]
    [InlineData(Normalization.Batch)]
    [InlineData(Normalization.Instance)]
    public void Learns_and_scores_other_grids(Normalization normalization)
    {
        var mlContext = new MLContext(seed: 0);
        LatentSpectralOperatorTrainer.Options options = Options();
        (options.Normalization, options.Epochs, options.LearningRate) = (normalization, 40, 5e-3);
        Fixture.RequireLearned(mlContext, mlContext.NeuralOperators().LatentSpectral("u", "a", options), 0.2, otherSize: 11, otherError: 0.2);
    }

    [Fact]
    public void One_exception_lists_every_fault_of_the_options()
    {
        LatentSpectralOperatorTrainer.Options options = Options();
        (options.Heads, options.Scales, options.Epochs) = (3, 99, 0);
        string message = Assert.Throws<ArgumentOutOfRangeException>(() => new MLContext().NeuralOperators().LatentSpectral(options)).Message;
        foreach (string text in new[] { "Heads is 3", "Scales is 99", "Epochs is 0" }) Assert.Contains(text, message);
    }

    private static LatentSpectralOperatorTrainer.Options Options() => new()
    {
        LabelColumnName = "u",
        FeatureColumnName = "a",
        Channels = 8,
        Heads = 2,
        Scales = 3,
        BatchSize = 8,
        Workers = 2,
        Seed = 1,
    };
}
