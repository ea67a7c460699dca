using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators.Operators.LatentSpectral;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

public class LatentSpectralTrainerTests
{
    [Theory]
    [InlineData(ConvolutionNormalization.Batch)]
    [InlineData(ConvolutionNormalization.Instance)]
    public void Learns_scores_other_grids_and_comes_back_from_a_file(ConvolutionNormalization normalization)
    {
        var mlContext = new MLContext(seed: 0);
        NeuralOperatorsCatalog operators = mlContext.NeuralOperators();
        LatentSpectralOperatorTrainer.Options options = Options();
        (options.Normalization, options.Epochs, options.LearningRate) = (normalization, 40, 5e-3);
        IDataView data = Fixture.Data(mlContext, 64), test = Fixture.Data(mlContext, 16, seed: 5);
        using NeuralOperatorTransformer model = operators.LatentSpectral("u", "a", options).Fit(data);
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
        LatentSpectralOperatorTrainer.Options options = Options();
        (options.Heads, options.Scales, options.Epochs) = (3, 99, 0);
        string message = Assert.Throws<ArgumentOutOfRangeException>(() => new MLContext().NeuralOperators().LatentSpectral(options)).Message;
        foreach (string text in new[] { "Heads is 3", "Scales is 99", "Epochs is 0" }) Assert.Contains(text, message);
    }

    private static LatentSpectralOperatorTrainer.Options Options() => new()
    {
        LabelColumnName = "u",
        FeatureColumnName = "a",
        HiddenChannels = 8,
        Heads = 2,
        Scales = 3,
        BatchSize = 8,
        Workers = 2,
        Seed = 1,
    };
}
