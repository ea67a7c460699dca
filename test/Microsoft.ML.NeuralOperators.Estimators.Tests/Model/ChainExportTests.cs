using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;
using Microsoft.ML.NeuralOperators.Testing;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Model;

public sealed class ChainExportTests : IDisposable
{
    private readonly MLContext _mlContext = new(seed: 0);
    private readonly TemporaryFolder _folder = new();
    private readonly IDataView _data;

    public ChainExportTests() => _data = Fixture.Data(_mlContext, 11);

    public void Dispose() => _folder.Dispose();

    private NeuralOperatorsCatalog Operators => _mlContext.NeuralOperators();

    private string Path => _folder["chain.onnx"];

    [Fact]
    public void Ml_nets_own_conversion_drops_the_operator()
    {
        // The interfaces by which transformers write themselves are internal to ML.NET. It gives no error: the file
        // wants the scores as an input and hands them on.
        using var chain = Trained(_mlContext.Transforms.CopyColumns("b", "a")).Fit(_data);
        using (FileStream file = File.Create(Path)) _mlContext.Model.ConvertToOnnx(chain, _data, file);
        OnnxModelInfo info = OnnxModelInfo.Read(File.ReadAllBytes(Path));
        Assert.All(info.Operators, type => Assert.Equal("Identity", type));
        Assert.Contains("Score", info.Inputs.Keys);
    }

    [Theory]
    [InlineData("minmax")]
    [InlineData("minmax in place")]
    [InlineData("meanvariance")]
    [InlineData("cumulative")]
    [InlineData("robust")]
    [InlineData("two at once")]
    [InlineData("label too")]
    public void A_chain_of_normalisers_and_an_operator_scores_the_same_in_onnx_runtime(string kind)
    {
        TransformsCatalog t = _mlContext.Transforms;
        IEstimator<ITransformer> steps = kind switch
        {
            "minmax" => t.NormalizeMinMax("n", "a", fixZero: false).Append(t.CopyColumns("b", "n")),
            "minmax in place" => t.CopyColumns("b", "a").Append(t.NormalizeMinMax("b")),
            "meanvariance" => t.NormalizeMeanVariance("b", "a", fixZero: false),
            "cumulative" => t.NormalizeMeanVariance("b", "a", fixZero: false, useCdf: true),
            "robust" => t.NormalizeRobustScaling("b", "a"),
            // The order of the parameters is not that of the columns.
            "two at once" => t.NormalizeMinMax([new("b", "a"), new("a", "u")], fixZero: false),
            _ => t.NormalizeBinning("u").Append(t.NormalizeMinMax("b", "a")).Append(t.DropColumns("Id")),
        };
        using var chain = Trained(steps).Fit(_data);
        Operators.ExportToOnnx(chain, _data.Schema, Path);
        RequireSame(chain);
    }

    [Fact]
    public void Joined_columns_keep_their_order()
    {
        var steps = _mlContext.Transforms.NormalizeMinMax("n", "a")
            .Append(_mlContext.Transforms.Concatenate("joined", "u", "n", "a"))
            .Append(_mlContext.Transforms.Concatenate("label", "a", "u", "a"));
        NeuralOperatorTrainer trainer = Operators.Fno("label", "joined",
            new() { Modes = [6], Channels = 4, Layers = 1 },
            new() { Epochs = 1, Seed = 1, Workers = 1 });
        IDataView flat = Flat(11);
        using var chain = steps.Append(trainer).Fit(flat);
        Operators.ExportToOnnx(chain, flat.Schema, Path);
        using NeuralOperatorTransformer opened = Operators.LoadOnnx(Path);
        Assert.Equal(["u", "a"], opened.FeatureColumnNames);
        RequireNear(Fixture.Scores(chain, flat), Fixture.Scores(opened, flat));
    }

    [Fact]
    public void A_loaded_chain_and_steps_after_the_operator_are_exported()
    {
        var pipeline = Trained(_mlContext.Transforms.NormalizeMinMax("b", "a"))
            .Append(_mlContext.Transforms.CopyColumns("Prediction", "Score"))
            .Append(_mlContext.Transforms.SelectColumns("Prediction"));
        using (var chain = pipeline.Fit(_data)) _mlContext.Model.Save(chain, _data.Schema, _folder["chain.zip"]);
        ITransformer loaded = Operators.Load(_folder["chain.zip"], out DataViewSchema schema);
        Operators.ExportToOnnx(loaded, schema, Path);
        using NeuralOperatorTransformer opened = Operators.LoadOnnx(Path);
        Assert.Equal(["a"], opened.FeatureColumnNames);
        Assert.Equal("Prediction", opened.ScoreColumnName);
        RequireNear(Column(loaded, "Prediction"), Column(opened, "Prediction"));
        (loaded as IDisposable)?.Dispose();

        float[] Column(ITransformer model, string name)
            => [.. model.Transform(_data).GetColumn<float[]>(name).SelectMany(v => v)];
    }

    [Fact]
    public void A_part_that_cannot_be_converted_is_named_and_nothing_is_written()
    {
        Refused(_mlContext.Transforms.ReplaceMissingValues("b", "a"), "MissingValueReplacingTransformer", "'b'");
        Refused(_mlContext.Transforms.NormalizeBinning("b", "a"), "NormalizingTransformer", "'a'");
        Refused(_mlContext.Transforms.NormalizeLogMeanVariance("b", "a"), "NormalizingTransformer", "'a'");
    }

    [Fact]
    public void A_model_without_operator_is_refused()
    {
        ITransformer copy = _mlContext.Transforms.CopyColumns("b", "a").Fit(_data);
        Assert.Contains("neural operator",
            Assert.Throws<ArgumentException>(() => Operators.ExportToOnnx(copy, _data.Schema, Path)).Message);
        Assert.False(File.Exists(Path));
    }

    private EstimatorChain<NeuralOperatorTransformer> Trained(IEstimator<ITransformer> steps)
        => steps.Append(Fixture.Fno(_mlContext, Fixture.Training with { Epochs = 1 }, feature: "b"));

    private void Refused(IEstimator<ITransformer> step, params string[] names)
    {
        using var chain = Trained(step).Fit(_data);
        var error = Assert.Throws<NotSupportedException>(() => Operators.ExportToOnnx(chain, _data.Schema, Path));
        Assert.All(names, name => Assert.Contains(name, error.Message));
        Assert.Empty(Directory.GetFiles(System.IO.Path.GetDirectoryName(Path)!));
    }

    private void RequireSame(ITransformer chain)
    {
        float[] expected = Fixture.Scores(chain, _data);
        using OnnxOperatorSession session = OnnxOperatorSession.Open(Path);
        RequireNear(expected, session.Run(FieldBatch.Read(_data, session.Info)).Values);
        using NeuralOperatorTransformer opened = Operators.LoadOnnx(Path);
        RequireNear(expected, Fixture.Scores(opened, _data));
    }

    private static void RequireNear(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.True(expected.Distinct().Count() > 10);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-5 * (1 + Math.Abs(expected[i])));
    }

    // Columns of one axis, as Concatenate makes them.
    private IDataView Flat(int count)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Fixture.Row));
        definition["a"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 64);
        definition["u"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 64);
        return _mlContext.Data.LoadFromEnumerable(Fixture.Rows(count), definition);
    }
}
