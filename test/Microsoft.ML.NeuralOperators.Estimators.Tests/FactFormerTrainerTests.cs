using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

/// <summary>FactFormer and IFactFormer-m fit and score other grids.</summary>
public class FactFormerTrainerTests
{
    private readonly MLContext _mlContext = new(seed: 0);

    private NeuralOperatorsCatalog Operators => _mlContext.NeuralOperators();

    [Fact]
    public void Factformer_learns_and_scores_a_finer_grid()
        => Learns(Operators.FactFormer("u", "a", Small<FactFormerOptions>() with { Layers = 2 }, Training));

    [Fact]
    public void Implicit_factformer_learns_and_scores_a_finer_grid()
        => Learns(Operators.IFactFormer("u", "a", Small<IFactFormerOptions>() with { Iterations = 4 }, Training));

    [Fact]
    public void One_exception_lists_every_fault_of_the_options()
    {
        string message = Assert.Throws<ArgumentOutOfRangeException>(() => Operators.IFactFormer(
            options: Small<IFactFormerOptions>() with { Iterations = 0, Lengths = [1] },
            training: Training with { Epochs = 0 })).Message;
        foreach (string text in new[] { "Iterations is 0", "Epochs is 0", "Lengths is [1]; expected 2 numbers" })
            Assert.Contains(text, message);
        message = Assert.Throws<ArgumentOutOfRangeException>(
            () => Operators.FactFormer(options: new() { Dimensions = 1 })).Message;
        Assert.Contains("Dimensions is 1", message);
    }

    private void Learns(IEstimator<NeuralOperatorTransformer> trainer)
        => Fixture.RequireLearned(_mlContext, trainer, 0.05, otherSize: 16, otherError: 0.1);

    private static TrainingOptions Training { get; } = new()
    {
        Epochs = 30,
        LearningRate = 5e-3,
        BatchSize = 8,
        Seed = 1,
    };

    private static T Small<T>()
        where T : FactorizedAttentionOptions, new()
        => new T() with { Channels = 16, Heads = 2, HeadChannels = 8, Points = PointPlacement.Periodic };
}
