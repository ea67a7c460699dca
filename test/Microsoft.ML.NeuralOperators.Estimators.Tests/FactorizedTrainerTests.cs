using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

/// <summary>FactFormer and IFactFormer-m fit and score other grids.</summary>
public class FactorizedTrainerTests
{
    private readonly MLContext _mlContext = new(seed: 0);

    private NeuralOperatorsCatalog Operators => _mlContext.NeuralOperators();

    [Fact]
    public void Factformer_learns_and_scores_a_finer_grid()
        => Learns(FactFormer("u", "a", Fill(new FactorizedTransformerTrainer.Options { Layers = 2 })));

    [Fact]
    public void Implicit_factformer_learns_and_scores_a_finer_grid()
        => Learns(IFactFormer("u", "a", Fill(new ImplicitFactorizedTransformerTrainer.Options { Iterations = 4 })));

    [Fact]
    public void One_exception_lists_every_fault_of_the_options()
    {
        var options = Fill(new ImplicitFactorizedTransformerTrainer.Options { Iterations = 0, Epochs = 0, Lengths = [1] });
        string message = Assert.Throws<ArgumentOutOfRangeException>(() => IFactFormer(options)).Message;
        foreach (string text in new[] { "Iterations is 0", "Epochs is 0", "Lengths is [1]; expected 2 numbers" }) Assert.Contains(text, message);
        message = Assert.Throws<ArgumentOutOfRangeException>(() => FactFormer(new FactorizedTransformerTrainer.Options { Dimensions = 1 })).Message;
        Assert.Contains("Dimensions is 1", message);
    }

    [Fact]
    public void Later_changes_of_the_options_do_not_show()
    {
        var options = Fill(new FactorizedTransformerTrainer.Options { Layers = 1, Epochs = 1, Lengths = [1, 2] });
        FactorizedTransformerTrainer trainer = FactFormer(options);
        options.Lengths![0] = -1;
        trainer.Fit(Fixture.Data(_mlContext, 4)).Dispose();
    }

    private void Learns(IEstimator<NeuralOperatorTransformer> trainer)
        => Fixture.RequireLearned(_mlContext, trainer, 0.05, otherSize: 16, otherError: 0.1);

    private static T Fill<T>(T options)
        where T : FactorizedTrainerOptions
    {
        (options.LabelColumnName, options.FeatureColumnName, options.Seed) = ("u", "a", 1);
        (options.Channels, options.Heads, options.HeadChannels, options.Points) = (16, 2, 8, PointPlacement.Periodic);
        if (options.Epochs == 50) (options.Epochs, options.LearningRate) = (30, 5e-3);
        options.BatchSize = 8;
        return options;
    }
}
