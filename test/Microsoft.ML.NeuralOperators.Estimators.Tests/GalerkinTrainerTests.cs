using Microsoft.ML.NeuralOperators.Tensors;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

public class GalerkinTrainerTests
{
    [Theory]
    [InlineData(AttentionKind.Galerkin, 0.5)]
    [InlineData(AttentionKind.Fourier, 1.0)]
    public void Learns_and_scores_other_grids(AttentionKind attention, double coarse)
    {
        var mlContext = new MLContext(seed: 0);
        GalerkinOperatorTrainer.Options options = Options();
        (options.Attention, options.CoarseFraction, options.Epochs, options.LearningRate) = (attention, coarse, 40, 1e-2);
        Fixture.RequireLearned(mlContext, mlContext.NeuralOperators().Galerkin("u", "a", options), 0.2, otherSize: 11, otherError: 0.2);
    }

    [Fact]
    public void One_exception_lists_every_fault_of_the_options()
    {
        GalerkinOperatorTrainer.Options options = Options();
        (options.Heads, options.Dropout, options.Epochs) = (3, 1, 0);
        string message = Assert.Throws<ArgumentOutOfRangeException>(() => new MLContext().NeuralOperators().Galerkin(options)).Message;
        foreach (string text in new[] { "Heads is 3", "Dropout is 1", "Epochs is 0" }) Assert.Contains(text, message);
    }

    private static GalerkinOperatorTrainer.Options Options() => new()
    {
        LabelColumnName = "u",
        FeatureColumnName = "a",
        Channels = 16,
        Heads = 2,
        Layers = 2,
        Modes = [4, 4],
        RegressorChannels = 8,
        ProjectionChannels = 16,
        BatchSize = 8,
        Workers = 2,
        Seed = 1,
    };
}
