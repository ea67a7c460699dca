using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Training;
using Xunit;
using static Microsoft.ML.NeuralOperators.Estimators.Tests.PointFixture;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

/// <summary>Several input columns and rows with different numbers of points, by way of DeepONet.</summary>
public sealed class DeepONetTrainerTests : IDisposable
{
    private readonly MLContext _mlContext = new(seed: 0);
    private readonly TemporaryFolder _folder = new();

    private NeuralOperatorsCatalog Operators => _mlContext.NeuralOperators();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Kind.Fixed, false, false)]
    [InlineData(Kind.Fixed, true, true)]
    [InlineData(Kind.Varying, false, false)]
    [InlineData(Kind.Shared, false, false)]
    public void Learns_scores_and_reloads(Kind kind, bool isStacked, bool isModified)
    {
        bool hasSharedPoints = kind == Kind.Shared;
        Learns(DeepONet(Options with
        {
            IsStacked = isStacked,
            IsModified = isModified,
            HasSharedPoints = hasSharedPoints
        }), kind);
    }

    [Fact]
    public void Modes_of_the_labels_are_learned_without_points()
    {
        Learns(DeepONet(Options with { Trunk = TrunkKind.OrthogonalModes, BasisFunctions = 3 }, points: ""),
            Kind.Shared);
    }

    [Fact]
    public void Rows_that_vary_are_scored_as_rows_alone()
    {
        using NeuralOperatorTransformer model = DeepONet(training: Training with { Epochs = 1, ScoringBatchSize = 5 })
            .Fit(PointFixture.Data(_mlContext, 20, Kind.Varying));
        Assert.Equal(["Sensors", "Points"], model.FeatureColumnNames);
        Row[] rows = Rows(13, Kind.Varying, 4);
        float[][] batched = Scores(model, PointFixture.Data(_mlContext, 0, Kind.Varying, rows: rows));
        Assert.Equal(rows.Select(r => r.Points.Length), batched.Select(s => s.Length));
        using var engine = _mlContext.Model.CreatePredictionEngine<Input,
            Output>(model, new PredictionEngineOptions { OwnsTransformer = false });
        for (int i = 0; i < rows.Length; i++)
        {
            float[] alone = engine.Predict(new Input { Sensors = rows[i].Sensors, Points = rows[i].Points }).Score;
            Assert.Equal(alone.Length, batched[i].Length);
            for (int j = 0; j < alone.Length; j++) Assert.Equal(alone[j], batched[i][j], 1e-5);
        }
        // Fitted on rows that vary, used on rows of one size.
        Assert.All(Scores(model, PointFixture.Data(_mlContext, 3, Kind.Fixed)), s => Assert.Equal(8, s.Length));
    }

    [Fact]
    public void Large_data_with_rows_that_vary_is_trained_from_files()
    {
        TrainingOptions training = Training with { Epochs = 2 };
        IDataView data = PointFixture.Data(_mlContext, 20, Kind.Varying);
        using NeuralOperatorTransformer memory = DeepONet(training: training).Fit(data);
        using NeuralOperatorTransformer file = DeepONet(training: training with { MaxMemoryMegabytes = 1e-4 })
            .Fit(data);
        Assert.Equal(Scores(memory, data), Scores(file, data));
    }

    [Theory]
    [InlineData("nothing", "Points", "Could not find feature column 'nothing'")]
    [InlineData("Sensors", "nothing", "Could not find point column 'nothing'")]
    public void A_missing_column_is_named(string feature, string points, string text)
    {
        NeuralOperatorTrainer trainer = DeepONet(feature: feature, points: points);
        IDataView data = PointFixture.Data(_mlContext, 4, Kind.Fixed);
        Assert.Contains(text, Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Fit(data)).Message);
        Assert.Contains(text,
            Assert.Throws<ArgumentOutOfRangeException>(() => new EstimatorChain<ITransformer>().Append(trainer)
            .Fit(data)).Message);
    }

    [Fact]
    public void Wrong_sizes_are_refused_with_expected_and_actual()
    {
        using NeuralOperatorTransformer model = DeepONet(training: Training with { Epochs = 1 })
            .Fit(PointFixture.Data(_mlContext, 8, Kind.Fixed));
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        foreach (string name in new[] { "Points", "Label", "points_mask" })
            definition[name].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 1, 8);
        definition["Sensors"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 1, 7);
        IDataView odd = _mlContext.Data.LoadFromEnumerable(Rows(2, Kind.Fixed), definition);
        Assert.Contains("expected 10 points, got 7",
            Assert.Throws<ArgumentOutOfRangeException>(() => model.Transform(odd)).Message);
        definition["Sensors"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 2, 5);
        odd = _mlContext.Data.LoadFromEnumerable(Rows(2, Kind.Fixed), definition);
        Assert.Contains("expected 1 channels, got 2",
            Assert.Throws<ArgumentOutOfRangeException>(() => model.Transform(odd)).Message);
        definition["Sensors"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 1, 2, 5);
        odd = _mlContext.Data.LoadFromEnumerable(Rows(2, Kind.Fixed), definition);
        Assert.Contains("expected Vector<Single> with 2 dimensions [channels, points]",
            Assert.Throws<ArgumentOutOfRangeException>(() => model.Transform(odd)).Message);

        Row[] rows = Rows(4, Kind.Varying);
        rows[2].Label = rows[2].Label[1..];
        string message = Assert.Throws<InvalidOperationException>(
            () => DeepONet().Fit(PointFixture.Data(_mlContext, 0, Kind.Varying, rows: rows))).Message;
        Assert.Contains($"row 2 has {rows[2].Points.Length} and {rows[2].Label.Length}", message);
        rows[2].Label = [.. rows[2].Points];
        rows[1].Points = new float[7];
        Assert.Contains("a multiple of 3 channels",
            Assert.Throws<InvalidOperationException>(
                () => DeepONet(coordinates: 3)
                .Fit(PointFixture.Data(_mlContext, 0, Kind.Varying, rows: rows))).Message);
        NeuralOperatorTrainer shared = DeepONet(Options with { HasSharedPoints = true });
        Assert.Contains("row 1 has other points",
            Assert.Throws<InvalidOperationException>(()
                => shared.Fit(PointFixture.Data(_mlContext, 4, Kind.Fixed))).Message);
    }

    [Fact]
    public void One_exception_lists_every_fault_of_the_options()
    {
        string message = Assert.Throws<ArgumentOutOfRangeException>(
            () => DeepONet(Options with { BasisFunctions = 0 }, Training with { Epochs = 0, Loss = Loss.RelativeH1 },
                points: "")).Message;
        string[] faults = ["Epochs is 0", "BasisFunctions is 0", "The point column's name is empty",
            "Loss is SobolevLoss"];
        Assert.All(faults, fault => Assert.Contains(fault, message));
    }

    private void Learns(NeuralOperatorTrainer trainer, Kind kind)
    {
        using NeuralOperatorTransformer model = trainer.Fit(PointFixture.Data(_mlContext, 200, kind));
        IDataView test = PointFixture.Data(_mlContext, 40, kind, seed: 9);
        var metrics = Operators.Evaluate(model.Transform(test));
        Assert.True(metrics.RelativeL2 < 0.05, $"{metrics}");
        Assert.True(double.IsNaN(metrics.RelativeH1));

        string path = _folder["model.zip"];
        _mlContext.Model.Save(model, test.Schema, path);
        using var loaded = (NeuralOperatorTransformer)Operators.Load(path);
        Assert.Equal(Scores(model, test), Scores(loaded, test));
        // ML.NET's own transformer goes row by row.
        ITransformer plain = new MLContext().Model.Load(path, out _);
        float[][] expected = Scores(model, test), actual = Scores(plain, test);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i].Length, actual[i].Length);
            for (int j = 0; j < expected[i].Length; j++) Assert.Equal(expected[i][j], actual[i][j], 1e-4);
        }
        ((IDisposable)plain).Dispose();
    }

    private NeuralOperatorTrainer DeepONet(DeepONetOptions? options = null, TrainingOptions? training = null,
        string feature = "Sensors", string points = "Points", int coordinates = 1)
        => Operators.DeepONet("Label", feature, points, options ?? Options, training ?? Training,
            channels: new() { Coordinates = coordinates });

    private static DeepONetOptions Options { get; } = new()
    {
        BasisFunctions = 12,
        BranchWidths = [32, 32],
        TrunkWidths = [32, 32],
    };

    private static TrainingOptions Training { get; } = new()
    {
        Epochs = 60,
        LearningRate = 5e-3,
        Seed = 1,
        Workers = 1,
    };

    private static float[][] Scores(ITransformer model, IDataView data)
        => [.. model.Transform(data).GetColumn<float[]>("Score")];
}
