using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators.Native;
using Microsoft.ML.NeuralOperators.Testing;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

/// <summary>Land in fields of the sea, from the data view to the saved model.</summary>
public sealed class MissingValueTests : IDisposable
{
    private static readonly TrainingOptions Masked = Fixture.Training with { MissingValues = MissingValues.Mask };
    private readonly MLContext _mlContext = new(seed: 0);
    private readonly TemporaryFolder _folder = new();

    private NeuralOperatorsCatalog Operators => _mlContext.NeuralOperators();

    public void Dispose() => _folder.Dispose();

    /// <summary>Validation is torch's, scores are those of the exported graph: both fill and leave out alike.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_trained_model_fills_what_is_missing_as_training_did(bool resizes)
    {
        IDataView train = Sea(24, 0), test = Sea(8, 5);
        FnoOptions options = resizes ? Fixture.Options with { ScoringGrid = PointPlacement.EndPoints }
            : Fixture.Options;
        using NeuralOperatorTransformer model = Operators.Fno("u", "a", options, Masked).Fit(train, test);
        FieldMetrics metrics = Operators.Evaluate(model.Transform(test), "u",
            options: new EvaluationOptions { IgnoreMissing = true });
        Assert.Equal(metrics.RelativeL2, model.Report!.Epochs[^1].ValidationError!.Value, 1e-3 * metrics.RelativeL2);
        Assert.All(Fixture.Scores(model, test), score => Assert.True(float.IsFinite(score)));
        string path = _folder["model.zip"];
        _mlContext.Model.Save(model, test.Schema, path);
        Assert.Equal(Fixture.Scores(model, test), Fixture.Scores(_mlContext.Model.Load(path, out _), test),
            (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void A_mask_column_makes_fields_miss_values()
    {
        IDataView data = Masks(4, 0), sea = Operators.MaskFields(data, "mask", "u");
        float[][] before = [.. data.GetColumn<float[]>("u")], after = [.. sea.GetColumn<float[]>("u")],
            masks = [.. data.GetColumn<float[]>("mask")];
        for (int row = 0; row < 4; row++)
            Assert.Equal(before[row].Zip(masks[row], (x, m) => m == 1 ? x : float.NaN), after[row]);
        Assert.Equal(data.GetColumn<float[]>("a"), sea.GetColumn<float[]>("a"));
        Assert.Contains("Could not find mask column 'no'", Assert.Throws<ArgumentOutOfRangeException>(
            () => Operators.MaskFields(data, "no", "u")).Message);
        Assert.Contains("Could not find masked column 'no'", Assert.Throws<ArgumentOutOfRangeException>(
            () => Operators.MaskFields(data, "mask", "no")).Message);
        IDataView odd = Operators.MaskFields(data, "a", "u");
        Assert.Contains("Row 0 of the mask 'a' holds",
            Assert.Throws<InvalidOperationException>(() => odd.GetColumn<float[]>("u").ToArray()).Message);
    }

    [Fact]
    public void What_is_missing_in_the_newest_frame_stays_missing_in_a_roll_out()
    {
        IDataView trajectories = Land(Fixture.Trajectories(_mlContext, 8, 1, 6), "a", 6);
        TrainingOptions training = Masked with { RollOut = new() { History = 2 }, Epochs = 3, BatchSize = 4 };
        using NeuralOperatorTransformer model = Operators.Fno("", "a", Fixture.Options, training)
            .Fit(trajectories, trajectories);
        IDataView first = Land(Fixture.Trajectories(_mlContext, 8, 1, 2), "a", 2);
        float[][] frames = [.. model.RollOut(first, 4).GetColumn<float[]>("Score")],
            truth = [.. trajectories.GetColumn<float[]>("a")];
        double sum = 0;
        for (int row = 0; row < 8; row++)
        {
            double error = 0, size = 0;
            for (int i = 0; i < 4 * 64; i++)
            {
                float t = truth[row][2 * 64 + i];
                Assert.Equal(float.IsNaN(t), float.IsNaN(frames[row][i]));
                if (float.IsNaN(t)) continue;
                error += (frames[row][i] - t) * (frames[row][i] - t);
                size += t * t;
            }
            sum += Math.Sqrt(error / size);
        }
        Assert.Equal(sum / 8, model.Report!.Epochs[^1].ValidationError!.Value, 1e-3 * sum / 8);
    }

    private IDataView Sea(int count, int seed) => Operators.MaskFields(Masks(count, seed), "mask", "a", "u");

    private IDataView Masks(int count, int seed)
    {
        Fixture.Row[] rows = Fixture.Rows(count, 8, seed);
        return Operators.LoadFields(("a", Field("a", r => r.a)), ("u", Field("u", r => r.u)),
            ("mask", Field("mask",
                r => [.. Enumerable.Range(0, 64).Select(i => i / 8 <= r.Id % 3 && i % 8 < 3 ? 0f : 1f)])));

        FieldSamples Field(string name, Func<Fixture.Row, float[]> values)
            => new(name, 1, [8, 8], [.. rows.SelectMany(values)]);
    }

    private IDataView Land(IDataView data, string column, int frames)
    {
        float[] all = [.. data.GetColumn<float[]>(column).SelectMany(x => x)];
        for (int i = 0; i < all.Length; i++)
            if (i / 8 % 8 <= i / (frames * 64) % 3 && i % 8 < 3) all[i] = float.NaN;
        return Operators.LoadFields((column, new FieldSamples(column, frames, [8, 8], all)));
    }
}
