using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators;
using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Training;
using Microsoft.ML.TorchSharp;
using Microsoft.ML.TorchSharp.AutoFormerV2;
using Microsoft.ML.TorchSharp.NasBert;
using Xunit;

namespace Microsoft.ML.TorchSharp.Coexistence.Tests;

/// <summary>Microsoft's TorchSharp components and neural operators in one process.</summary>
public sealed class CoexistenceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Neural_operators_train_save_and_score_beside_the_estimators_of_Microsoft_ML_TorchSharp()
    {
        var mlContext = new MLContext(seed: 0);
        // Their trainers wait for a release that fits TorchSharp 0.107; making them loads their assemblies and native
        // libraries.
        IEstimator<ITransformer>[] theirs =
        [
            mlContext.MulticlassClassification.Trainers.TextClassification(labelColumnName: "Label",
                sentence1ColumnName: "Text"),
            mlContext.Regression.Trainers.SentenceSimilarity(labelColumnName: "Label", sentence1ColumnName: "Text",
                sentence2ColumnName: "Other"),
            mlContext.MulticlassClassification.Trainers.ObjectDetection("Label", boundingBoxColumnName: "Boxes",
                imageColumnName: "Image"),
        ];
        Assert.All(theirs, Assert.NotNull);
        NeuralOperatorsCatalog operators = mlContext.NeuralOperators();
        var (a, u) = DarcyFlow.Generate(24, [8], seed: 1)[0];
        IDataView data = operators.LoadFields(("a", a), ("u", u));

        using NeuralOperatorTransformer model = operators.Fno("u", "a",
            new() { Modes = [4, 4], Channels = 8, Layers = 2 }, new() { Epochs = 30, BatchSize = 4 }).Fit(data);
        string zip = _folder["model.zip"];
        mlContext.Model.Save(model, data.Schema, zip);
        ITransformer stock = mlContext.Model.Load(zip, out _);
        using var loaded = (NeuralOperatorTransformer)operators.Load(zip);

        Assert.InRange(operators.Evaluate(model.Transform(data), "u").RelativeL2, 0, 0.4);
        float[][] expected = Scores(model, data);
        Assert.Equal(expected, Scores(loaded, data));
        Assert.All(expected.Zip(Scores(stock, data)),
            pair => Assert.Equal(pair.First, pair.Second, (x, y) => Math.Abs(x - y) < 1e-5));
        (stock as IDisposable)?.Dispose();
    }

    [Fact]
    public void Its_trainers_are_made_for_an_older_TorchSharp()
    {
        Version ours = TorchSharpOf(typeof(Trainer)), theirs = TorchSharpOf(typeof(TextClassificationTrainer));

        Assert.True(theirs < ours,
            $"Microsoft.ML.TorchSharp is made for {theirs}, this library for {ours}: its trainers may work now; see "
            + "docs/mlnet.md.");

        static Version TorchSharpOf(Type type)
            => type.Assembly.GetReferencedAssemblies().Single(a => a.Name == "TorchSharp").Version!;
    }

    private static float[][] Scores(ITransformer model, IDataView data)
        => [.. model.Transform(data).GetColumn<float[]>("Score")];
}
