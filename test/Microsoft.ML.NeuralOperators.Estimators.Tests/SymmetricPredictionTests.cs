using Microsoft.ML.Data;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

/// <summary>Means over symmetries, in the file that is exported.</summary>
public class SymmetricPredictionTests
{
    private readonly MLContext _mlContext = new(seed: 0);

    private NeuralOperatorsCatalog Operators => _mlContext.NeuralOperators();

    /// <summary>A function of the place too, so that the operator itself knows directions.</summary>
    [Theory]
    [InlineData(PointPlacement.CellCentres, false)]
    [InlineData(PointPlacement.Periodic, false)]
    [InlineData(PointPlacement.CellCentres, true)]
    public void The_mean_commutes_with_every_symmetry(PointPlacement placement, bool isSaved)
    {
        const int Size = 8;
        float[] a = Noise(4 * 3 * Size * Size), u = Noise(4 * 2 * Size * Size);
        IDataView data = Operators.LoadFields(("a", new FieldSamples("a", 3, [Size, Size], a)),
            ("u", new FieldSamples("u", 2, [Size, Size], u)));
        var symmetries = new SymmetryAugmentation("a: pseudoscalar vector; u: vector(1, 0)")
        {
            AveragesPredictions = true,
            Placement = placement,
        };
        NeuralOperatorTrainer trainer = Operators.Fno("u", "a", new() { Modes = [4, 4], Channels = 6, Layers = 1 },
            new() { Epochs = 1, BatchSize = 2, Seed = 1 });
        using NeuralOperatorTransformer fitted = Operators.Augment(trainer, symmetries).Fit(data),
            plain = trainer.Fit(data);
        using var folder = new Testing.TemporaryFolder();
        ITransformer model = fitted;
        if (isSaved)
        {
            _mlContext.Model.Save(fitted, data.Schema, folder["model.zip"]);
            model = _mlContext.Model.Load(folder["model.zip"], out _);
        }
        // The images of a row and of its score.
        IDataView images = Operators.Augment(Operators.LoadFields(("a", new FieldSamples("a", 3, [Size, Size],
            a[..(3 * Size * Size)]))), new SymmetryAugmentation("a: pseudoscalar vector") { Placement = placement });
        float[][] scores = [.. model.Transform(images).GetColumn<float[]>("Score")];
        Assert.Equal(8, scores.Length);
        IDataView turned = Operators.Augment(Operators.LoadFields(("u", new FieldSamples("u", 2, [Size, Size],
            scores[0]))), new SymmetryAugmentation("u: vector(1, 0)") { Placement = placement });
        float[][] expected = [.. turned.GetColumn<float[]>("u")];
        double size = scores[0].Max(Math.Abs);
        Assert.All(scores.Zip(expected), pair => Assert.All(pair.First.Zip(pair.Second),
            numbers => Assert.Equal(numbers.First, numbers.Second, 1e-5 * size)));
        // The operator alone does not.
        float[][] alone = [.. plain.Transform(images).GetColumn<float[]>("Score")];
        Assert.True(alone[0].Zip(scores[0], (p, q) => Math.Abs(p - q)).Max() > 1e-3 * size);
    }

    [Fact]
    public void Grids_of_other_sides_are_scored_too()
    {
        IDataView data = Operators.LoadFields(("a", new FieldSamples("a", 1, [8, 8], Noise(4 * 64))),
            ("u", new FieldSamples("u", 1, [8, 8], Noise(4 * 64))));
        using NeuralOperatorTransformer model = Operators.Augment(Operators.Fno("u", "a",
            new() { Modes = [4, 4], Channels = 4, Layers = 1 }, new() { Epochs = 1 }),
            new SymmetryAugmentation("a: scalar; u: scalar") { AveragesPredictions = true }).Fit(data);
        float[] a = Noise(10 * 12);
        float[] score = Score(a, 10, 12), across = Score(Across(a, 10, 12), 12, 10);
        Assert.All(Across(score, 10, 12).Zip(across), pair => Assert.Equal(pair.First, pair.Second, 1e-5));

        float[] Score(float[] field, int rows, int columns)
            => Assert.Single(model.Transform(Operators.LoadFields(("a", new FieldSamples("a", 1, [rows, columns],
                field)))).GetColumn<float[]>("Score"));

        static float[] Across(float[] field, int rows, int columns)
            => [.. Enumerable.Range(0, field.Length).Select(i => field[i % rows * columns + i / rows])];
    }

    [Fact]
    public void Only_a_trainer_gives_means()
    {
        var symmetries = new SymmetryAugmentation("a: scalar; u: scalar") { AveragesPredictions = true };
        Assert.Contains("augment the trainer itself", Assert.Throws<ArgumentOutOfRangeException>(()
            => Operators.Augment(Fixture.Data(_mlContext, 2), symmetries)).Message);
        Assert.Contains("augment the trainer itself", Assert.Throws<ArgumentOutOfRangeException>(()
            => Operators.Augment(new EstimatorChain<ITransformer>(), symmetries)).Message);
    }

    private static float[] Noise(int count)
    {
        var random = new Random(count);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }
}
