using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Tests;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

/// <summary>
/// GNOT on columns: several input functions on meshes of their own, parameters, rows with different numbers of points.
/// </summary>
public sealed class GnotTrainerTests : IDisposable
{
    private readonly MLContext _mlContext = new(seed: 0);
    private readonly TemporaryFolder _folder = new();

    private NeuralOperatorsCatalog Operators => _mlContext.NeuralOperators();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Learns_scores_and_reloads(bool isVarying)
    {
        using NeuralOperatorTransformer model = Gnot().Fit(Data(120, isVarying));
        Assert.Equal(["x", "theta", "g", "f"], model.FeatureColumnNames);
        IDataView test = Data(20, isVarying, 7);
        var metrics = Operators.Evaluate(model.Transform(test), "u");
        Assert.True(metrics.RelativeL2 < 0.06, $"{metrics}");

        string path = _folder["model.zip"];
        _mlContext.Model.Save(model, test.Schema, path);
        using var loaded = (NeuralOperatorTransformer)Operators.Load(path);
        Assert.Equal(Scores(model, test), Scores(loaded, test));
        // In plain ML.NET masks are columns; the rows bring them.
        ITransformer plain = new MLContext().Model.Load(path, out _);
        float[][] expected = Scores(model, test), actual = Scores(plain, test);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i].Length, actual[i].Length);
            for (int j = 0; j < expected[i].Length; j++) Assert.Equal(expected[i][j], actual[i][j], 1e-4);
        }
        ((IDisposable)plain).Dispose();
    }

    [Fact]
    public void Rows_in_a_batch_do_not_see_each_other()
    {
        TrainingOptions training = Training with { Epochs = 1 };
        using NeuralOperatorTransformer ragged = Gnot(training).Fit(Data(8, true)),
            even = Gnot(training).Fit(Data(8, false));
        // With masks rows are filled up; without, those of as many points go together.
        foreach (NeuralOperatorTransformer model in new[] { ragged, even })
        {
            Row[] rows = Rows(9, true, 3);
            float[][] together = Scores(model, View(rows, true));
            for (int i = 0; i < rows.Length; i++)
            {
                float[] alone = Scores(model, View([rows[i]], true))[0];
                Assert.Equal(rows[i].u.Length, together[i].Length);
                for (int j = 0; j < alone.Length; j++) Assert.Equal(alone[j], together[i][j], 1e-5);
            }
        }
    }

    [Fact]
    public void Wrong_columns_are_refused_with_expected_and_actual()
    {
        Assert.Contains("Could not find feature column 'nothing'", Assert.Throws<ArgumentOutOfRangeException>(
            () => Operators.Gnot("u", [new("theta"), new("nothing")], "x", options: Options)
                .Fit(Data(4, false))).Message);
        Assert.Contains("parameter column 'x': expected Vector<Single> of known size with one dimension",
            Assert.Throws<ArgumentOutOfRangeException>(
                () => Operators.Gnot("u", [new("f", IsAtPoints: true)], "g", "x", Options)
                .Fit(Data(4, false))).Message);
        string message = Assert.Throws<ArgumentOutOfRangeException>(
            () => Operators.Gnot("u", [new("f", IsAtPoints: true)], "g", "f", Options with { Heads = 3 })).Message;
        Assert.Contains("'f' is named twice", message);
        Assert.Contains("Heads is 3; expected a divisor of Channels, 16", message);
    }

    [Fact]
    public void Published_weights_score_meshes_of_any_size()
    {
        string path = SharedData.Path("reference", "gnot_150pts.npz");
        using NeuralOperatorTransformer model =
            Operators.LoadCheckpoint(path, new CheckpointOptions { FeatureColumnName = "g", Grid = [40] });
        Assert.All(Scores(model, Data(3, false)), s => Assert.Equal(6, s.Length));
        Assert.Equal(Rows(3, true).Select(r => r.g.Length / 3), Scores(model, Data(3, true)).Select(s => s.Length));
    }

    [Fact]
    public void A_model_with_masks_is_exported_for_rows_of_one_length()
    {
        using NeuralOperatorTransformer ragged = Gnot(Training with { Epochs = 1 }).Fit(Data(8, true));
        IDataView rows = Data(4, false, 3);
        string path = _folder["fixed.onnx"];
        Operators.ExportToOnnx(ragged, rows.Schema, path);
        using NeuralOperatorTransformer opened = Operators.LoadOnnx(path);
        // The masks, ones then, are part of the graph.
        Assert.Equal(["x", "theta", "g", "f"], opened.Session.Info.Inputs.Keys);
        float[][] expected = Scores(ragged, rows), actual = Scores(opened, rows);
        for (int i = 0; i < expected.Length; i++)
            for (int j = 0; j < expected[i].Length; j++) Assert.Equal(expected[i][j], actual[i][j], 1e-5);
        Assert.Contains("no known size",
            Assert.Throws<NotSupportedException>(()
            => Operators.ExportToOnnx(ragged, Data(4, true).Schema, path)).Message);
    }

    private static GnotOptions Options { get; } = new()
    {
        Channels = 16,
        Heads = 2,
        Layers = 2,
        Experts = 2,
        MlpRatio = 2,
        MlpLayers = 1,
    };

    private static TrainingOptions Training { get; } = new()
    {
        Epochs = 40,
        LearningRate = 4e-3,
        Seed = 1,
        Workers = 1,
    };

    private NeuralOperatorTrainer Gnot(TrainingOptions? training = null)
        => Operators.Gnot("u", [new("g", 3), new("f", IsAtPoints: true)], "x", "theta", Options, training ?? Training);

    private IDataView Data(int count, bool isVarying, int seed = 0) => View(Rows(count, isVarying, seed), isVarying);

    private IDataView View(Row[] rows, bool isVarying)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        foreach (var (name, channels, points) in new[] { ("x", 2, 9), ("g", 3, 6), ("f", 1, 9), ("u", 1, 9),
            ("points_mask", 1, 9), ("function0_mask", 1, 6) })
            definition[name].ColumnType = isVarying ? new VectorDataViewType(NumberDataViewType.Single)
                : new VectorDataViewType(NumberDataViewType.Single, channels, points);
        return _mlContext.Data.LoadFromEnumerable(rows, definition);
    }

    // u = f + θ + mean(g)·x₀, with g given on another mesh; f is linear in x₁. Without any one of the inputs errors
    // stay above 10 %.
    private static Row[] Rows(int count, bool isVarying, int seed = 0)
    {
        var random = new Random(seed);
        float[] Draw(int n) => [.. Enumerable.Range(0, n).Select(_ => random.NextSingle())];
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            int points = isVarying ? random.Next(4, 12) : 9, own = isVarying ? random.Next(3, 8) : 6;
            float level = random.NextSingle() * 2, slope = random.NextSingle() * 2;
            float[] x = Draw(2 * points), g = [.. Draw(2 * own), .. Draw(own).Select(v => v * 0.1f + level)],
                f = [.. x[points..].Select(y => slope * y)], theta = [1 + random.NextSingle()];
            return new Row
            {
                x = x,
                g = g,
                f = f,
                theta = theta,
                u = [.. Enumerable.Range(0, points).Select(i => f[i] + theta[0] + level * x[i])],
                points_mask = [.. Enumerable.Repeat(1f, points)],
                function0_mask = [.. Enumerable.Repeat(1f, own)],
            };
        })];
    }

    private static float[][] Scores(ITransformer model, IDataView data)
        => [.. model.Transform(data).GetColumn<float[]>("Score")];

    private sealed class Row
    {
        [VectorType]
        public float[] x = [];

        [VectorType]
        public float[] g = [];

        [VectorType]
        public float[] f = [];

        [VectorType(1)]
        public float[] theta = [];

        [VectorType]
        public float[] u = [];

        [VectorType]
        public float[] points_mask = [];

        [VectorType]
        public float[] function0_mask = [];
    }
}
