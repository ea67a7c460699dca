using Microsoft.ML.NeuralOperators.Tensors;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

public class GalerkinTransformerTrainerTests
{
    [Theory]
    [InlineData(AttentionKind.Galerkin, 0.5)]
    [InlineData(AttentionKind.Fourier, 1.0)]
    public void Learns_and_scores_other_grids(AttentionKind attention, double coarse)
    {
        var mlContext = new MLContext(seed: 0);
        NeuralOperatorTrainer trainer = mlContext.NeuralOperators().GalerkinTransformer("u", "a",
            Options with { Attention = attention, CoarseFraction = coarse },
            Training with { Epochs = 40, LearningRate = 1e-2 });
        Fixture.RequireLearned(mlContext, trainer, 0.2, otherSize: 11, otherError: 0.2);
    }

    [Fact]
    public void One_exception_lists_every_fault_of_the_options()
    {
        string message = Assert.Throws<ArgumentOutOfRangeException>(() => new MLContext().NeuralOperators()
            .GalerkinTransformer(options: Options with { Heads = 3, Dropout = 1 },
                training: Training with { Epochs = 0 })).Message;
        foreach (string text in new[] { "Heads is 3", "Dropout is 1", "Epochs is 0" }) Assert.Contains(text, message);
    }

    private static TrainingOptions Training { get; } = new() { BatchSize = 8, Workers = 2, Seed = 1 };

    private static GalerkinTransformerOptions Options { get; } = new()
    {
        Channels = 16,
        Heads = 2,
        Layers = 2,
        Modes = [4, 4],
        RegressorChannels = 8,
        ProjectionChannels = 16,
    };
}
