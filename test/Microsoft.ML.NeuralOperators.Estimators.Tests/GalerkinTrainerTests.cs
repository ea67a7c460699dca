using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators.Operators.Galerkin;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

public class GalerkinTrainerTests
{
    [Theory]
    [InlineData(AttentionKind.Galerkin, 0.5)]
    [InlineData(AttentionKind.Fourier, 1.0)]
    public void Learns_scores_other_grids_and_comes_back_from_a_file(AttentionKind attention, double coarse)
    {
        var mlContext = new MLContext(seed: 0);
        NeuralOperatorsCatalog operators = mlContext.NeuralOperators();
        GalerkinOperatorTrainer.Options options = Options();
        (options.Attention, options.CoarseFraction, options.Epochs, options.LearningRate) = (attention, coarse, 40, 1e-2);
        IDataView data = Fixture.Data(mlContext, 64), test = Fixture.Data(mlContext, 16, seed: 5);
        using NeuralOperatorTransformer model = operators.Galerkin("u", "a", options).Fit(data);
        var metrics = operators.Evaluate(model.Transform(test), "u");
        Assert.True(metrics.RelativeL2 < 0.2, $"{metrics}");
        Assert.Equal(4, operators.Evaluate(model.Transform(Fixture.Data(mlContext, 4, size: 11)), "u").Count);
        string zip = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.zip");
        try
        {
            mlContext.Model.Save(model, data.Schema, zip);
            using var loaded = (NeuralOperatorTransformer)operators.Load(zip);
            Assert.Equal(Scores(model), Scores(loaded));
        }
        finally
        {
            File.Delete(zip);
        }

        float[] Scores(ITransformer transformer) => [.. transformer.Transform(test).GetColumn<float[]>("Score").SelectMany(s => s)];
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
        HiddenChannels = 16,
        Heads = 2,
        Layers = 2,
        NumberOfModes = [4, 4],
        RegressorChannels = 8,
        ProjectionChannels = 16,
        BatchSize = 8,
        Workers = 2,
        Seed = 1,
    };
}
