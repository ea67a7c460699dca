using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Tests;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

/// <summary>Weights of published programs become models that score, save and export.</summary>
public class CheckpointTests
{
    [Theory]
    [InlineData("mgno_dc_64.npz", 64, 64)]
    [InlineData("mgno_dc_smooth_211.npz", 211, 211)]
    [InlineData("mgno_ns_64.npz", 64, 64)]
    [InlineData("lsm_24x20.npz", 24, 20)]
    [InlineData("galerkin_24x20.npz", 24, 20)]
    [InlineData("sinenet_circular.npz", 32, 48)]
    [InlineData("mgbp_merge.npz", 24, 30)]
    // Spectral operators, FNO too, give other last bits where a zip fixes their sizes; 2.4e-6 here.
    [InlineData("localno_lists_20x28.npz", 20, 28, 1e-5)]
    [InlineData("sfno.npz", 12, 20, 1e-5)]
    [InlineData("fno2d_2021.npz", 24, 18, 1e-5)]
    [InlineData("t1_gelu.npz", 16, 16, 1e-5)]
    public void A_checkpoint_scores_as_the_program_did(string file, int height, int width, double rounding = 0)
    {
        var mlContext = new MLContext();
        PublishedReference reference = PublishedReference.Read(file);
        using NeuralOperatorTransformer model = mlContext.NeuralOperators()
            .LoadCheckpoint(reference.Path, new() { Grid = [height, width] });
        var (input, output) = reference.Pairs[0];
        IDataView rows = Rows(mlContext, input);
        float[] scores = [.. model.Transform(rows).GetColumn<float[]>("Score").SelectMany(row => row)];
        Assert.True(PublishedReference.Difference(output.Values, scores) <= 1e-4);

        using var folder = new TemporaryFolder();
        mlContext.Model.Save(model, rows.Schema, folder["model.zip"]);
        ITransformer plain = new MLContext().Model.Load(folder["model.zip"], out _);
        float[] again = [.. plain.Transform(rows).GetColumn<float[]>("Score").SelectMany(row => row)];
        Assert.True(PublishedReference.Difference(scores, again) <= rounding);
        Assert.True(PublishedReference.Difference(output.Values, again) <= 1e-4);
        (plain as IDisposable)?.Dispose();
    }

    [Fact]
    public void Statistics_outside_the_model_are_taken_in()
    {
        var mlContext = new MLContext();
        PublishedReference reference = PublishedReference.Read("mgno_dc_64.npz");
        var (input, output) = reference.Pairs[0];
        using NeuralOperatorTransformer model = mlContext.NeuralOperators().LoadCheckpoint(reference.Path, new()
        {
            Input = new([2], [4]),
            Output = new([-1], [3]),
        });
        var physical = input with { Values = [.. input.Values.Select(v => v * 4 + 2)] };
        float[] scores = [.. model.Transform(Rows(mlContext, physical)).GetColumn<float[]>("Score")
            .SelectMany(row => row)];
        Assert.True(PublishedReference.Difference([.. output.Values.Select(v => v * 3 - 1)], scores) <= 1e-4);
    }

    [Fact]
    public void A_file_of_another_program_is_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        ArrayFile.WriteNpz(folder["weights.npz"], [new NamedArray("encoder.weight", [2], [1, 2])]);
        var error = Assert.Throws<FormatException>(
            () => new MLContext().NeuralOperators().LoadCheckpoint(folder["weights.npz"]));
        Assert.Contains("encoder.weight", error.Message);
    }

    [Fact]
    public void A_grid_the_weights_are_not_made_for_is_refused()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new MLContext().NeuralOperators()
            .LoadCheckpoint(SharedData.Path("reference", "mgno_ns_64.npz"), new() { Grid = [128, 128] }));
        Assert.Contains("[128, 128]", error.Message);
        Assert.Contains("[1, 64, 64]", error.Message);
    }

    [Fact]
    public void Every_fault_of_the_options_is_told_before_the_file_is_read()
    {
        var options = new CheckpointOptions { FeatureColumnName = "u", ScoreColumnName = "u", ScoringBatchSize = 0 };
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new MLContext().NeuralOperators()
            .LoadCheckpoint(SharedData.Path("reference", "mgno_dc_64.npz"), options));
        Assert.Contains("ScoreColumnName is 'u', the feature column's name", error.Message);
        Assert.Contains("ScoringBatchSize is 0; expected at least 1", error.Message);
    }

    private static IDataView Rows(MLContext mlContext, NamedArray array)
    {
        int length = array.Shape.Skip(1).Aggregate((a, b) => a * b);
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        definition[nameof(Row.Features)].ColumnType =
            new VectorDataViewType(NumberDataViewType.Single, array.Shape.Skip(1).ToArray());
        return mlContext.Data.LoadFromEnumerable(Enumerable.Range(0, array.Shape[0])
            .Select(i => new Row { Features = array.Values[(i * length)..((i + 1) * length)] }).ToArray(), definition);
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];
    }
}
