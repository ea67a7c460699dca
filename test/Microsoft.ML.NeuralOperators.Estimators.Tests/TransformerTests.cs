using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators.Testing;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests;

public sealed class TransformerTests : IDisposable
{
    private readonly MLContext _mlContext = new(seed: 0);
    private readonly TemporaryFolder _folder = new();
    private readonly IDataView _data;
    private readonly NeuralOperatorTransformer _model;

    public TransformerTests()
    {
        _data = Fixture.Data(_mlContext, 11);
        _model = Fixture.Fno(_mlContext).Fit(_data);
    }

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_saved_model_gives_the_same_bits_in_plain_ml_net()
    {
        string path = Save();
        ITransformer plain = new MLContext().Model.Load(path, out DataViewSchema schema);
        Assert.Equal(["a", "u", "Id"], schema.Select(c => c.Name));
        Assert.Equal("Microsoft.ML.Transforms.Onnx.OnnxTransformer", plain.GetType().FullName);
        float[][] expected = [.. _data.GetColumn<float[]>("a").Select(One)],
            actual = [.. plain.Transform(_data).GetColumn<float[]>("Score")];
        Assert.Equal(expected, actual);
        ((IDisposable)plain).Dispose();
    }

    [Fact]
    public void A_loaded_operator_gives_the_same_bits_and_its_report()
    {
        using var loaded = (NeuralOperatorTransformer)new MLContext().NeuralOperators().Load(Save());
        Assert.Equal(_model.Report!.Seconds, loaded.Report!.Seconds);
        Assert.Equal(One(Fixture.Rows(1)[0].a), One(loaded, Fixture.Rows(1)[0].a));
        Assert.Equal(11, loaded.Transform(_data).GetColumn<float[]>("Score").Count());
    }

    [Fact]
    public void A_chain_with_an_operator_is_saved_and_loaded()
    {
        var pipeline = _mlContext.Transforms.CopyColumns("b", "a").Append(Fixture.Fno(_mlContext));
        using var model = pipeline.Fit(_data);
        string path = _folder["chain.zip"];
        _mlContext.Model.Save(model, _data.Schema, path);
        ITransformer loaded = new MLContext().NeuralOperators().Load(path);
        Assert.Contains((IEnumerable<ITransformer>)loaded, t => t is NeuralOperatorTransformer);
        Assert.Equal(model.Transform(_data).GetColumn<float[]>("Score"),
            loaded.Transform(_data).GetColumn<float[]>("Score"));
        ((IDisposable)loaded).Dispose();
    }

    [Fact]
    public void Batches_change_nothing_but_rounding()
    {
        float[][] batched = [.. _model.Transform(_data).GetColumn<float[]>("Score")];
        float[][] single = [.. _data.GetColumn<float[]>("a").Select(One)];
        Assert.Equal(11, batched.Length);
        for (int row = 0; row < 11; row++)
            for (int i = 0; i < 64; i++) Assert.Equal(single[row][i], batched[row][i], 1e-5);
    }

    [Fact]
    public void Another_grid_gets_a_score_of_its_size()
    {
        IDataView fine = Fixture.Data(_mlContext, 5, size: 20);
        IDataView scored = _model.Transform(fine);
        Assert.Equal([1, 20, 20], ((VectorDataViewType)scored.Schema["Score"].Type).Dimensions.ToArray());
        Assert.All(scored.GetColumn<float[]>("Score"), s => Assert.Equal(400, s.Length));
        // The same functions on both grids: common points agree.
        float[] coarse = _model.Transform(Fixture.Data(_mlContext, 1, size: 10)).GetColumn<float[]>("Score").First();
        float[] other = _model.Transform(Fixture.Data(_mlContext, 1, size: 20)).GetColumn<float[]>("Score").First();
        for (int i = 0; i < 10; i++)
            for (int j = 0; j < 10; j++) Assert.Equal(coarse[i * 10 + j], other[2 * i * 20 + 2 * j], 0.05);
    }

    [Fact]
    public void Fields_of_another_grid_are_scored_on_the_grid_of_training()
    {
        // Two levels of stencils know nothing of other spacings.
        var options = new MgnoOptions
        {
            Channels = 4,
            Layers = 2,
            Levels = [new(1), new(1)],
            Boundary = BoundaryCondition.Periodic,
        };
        using NeuralOperatorTransformer plain = Fit(options with { RunsOnEverySpacing = true }), bound = Fit(options),
            asked = Fit(options with { ScoringGrid = PointPlacement.Periodic });
        Assert.Equal(plain.Transform(_data).GetColumn<float[]>("Score"),
            bound.Transform(_data).GetColumn<float[]>("Score"));

        Assert.Equal(bound.Transform(_data).GetColumn<float[]>("Score"),
            asked.Transform(_data).GetColumn<float[]>("Score"));

        // Fields of twice as many points, every second one of training: the interpolation takes just those.
        IDataView fine = Fixture.Data(_mlContext, 3, size: 16);
        float[][] coarse = [.. bound.Transform(_data).GetColumn<float[]>("Score").Take(3)],
            scores = [.. bound.Transform(fine).GetColumn<float[]>("Score")];
        float[][] own = [.. plain.Transform(fine).GetColumn<float[]>("Score")];
        for (int row = 0; row < 3; row++)
        {
            for (int i = 0; i < 64; i++)
                Assert.Equal(coarse[row][i], scores[row][2 * (i / 8) * 16 + 2 * (i % 8)], 1e-5);
            Assert.True(scores[row].Zip(own[row], (a, b) => Math.Abs(a - b)).Max() > 1e-2);
        }
        string path = _folder["bound.zip"];
        _mlContext.Model.Save(bound, _data.Schema, path);
        using var loaded = (NeuralOperatorTransformer)_mlContext.NeuralOperators().Load(path);
        Assert.Equal(scores, loaded.Transform(fine).GetColumn<float[]>("Score"));

        NeuralOperatorTransformer Fit(MgnoOptions architecture)
            => _mlContext.NeuralOperators().Mgno("u", "a", architecture, new() { Epochs = 2, Seed = 1, Workers = 1 })
                .Fit(_data);
    }

    /// <summary>Their coarse levels would not be periodic. Files remember it.</summary>
    [Fact]
    public void Periodic_multigrid_scores_grids_that_its_levels_divide()
    {
        NeuralOperatorsCatalog operators = _mlContext.NeuralOperators();
        NeuralOperatorTrainer trainer = operators.Mgno("u", "a",
            new()
            {
                Channels = 2,
                Layers = 1,
                Levels = [new(1), new(1), new(1)],
                Boundary = BoundaryCondition.Periodic,
                RunsOnEverySpacing = true,
            },
            new() { Epochs = 1, Seed = 1, Workers = 1 });
        Assert.Contains("[1, height (a multiple of 4), width (a multiple of 4)], got [1, 10, 10]. Fewer levels fit "
            + "more sizes.",
            Assert.Throws<InvalidOperationException>(() => trainer.Fit(Fixture.Data(_mlContext, 8, size: 10))).Message);
        using NeuralOperatorTransformer model = trainer.Fit(_data);
        string path = _folder["periodic.zip"];
        _mlContext.Model.Save(model, _data.Schema, path);
        using var loaded = (NeuralOperatorTransformer)operators.Load(path);
        foreach (NeuralOperatorTransformer each in new[] { model, loaded })
        {
            Assert.Equal(144, each.Transform(Fixture.Data(_mlContext, 1, size: 12)).GetColumn<float[]>("Score")
                .Single().Length);
            Assert.Contains("a grid of multiples of 4, 4, got [1, 10, 10]",
                Assert.Throws<ArgumentOutOfRangeException>(()
                    => each.Transform(Fixture.Data(_mlContext, 1, size: 10))).Message);
        }
    }

    [Fact]
    public void Prediction_engines_give_what_transform_gives()
    {
        using var engine = _mlContext.Model.CreatePredictionEngine<Fixture.Input,
            Fixture.Output>(_model, new PredictionEngineOptions { OwnsTransformer = false });
        foreach (Fixture.Row row in Fixture.Rows(3))
            Assert.Equal(One(row.a), engine.Predict(new Fixture.Input { a = row.a }).Score);
    }

    [Fact]
    public void Cursors_in_several_threads_get_the_same_scores()
    {
        float[][] expected = [.. _model.Transform(_data).GetColumn<float[]>("Score")];
        Parallel.For(0, 8, _ => Assert.Equal(expected, _model.Transform(_data).GetColumn<float[]>("Score")));
    }

    [Fact]
    public void Nothing_is_computed_for_columns_that_are_not_asked_for()
    {
        IDataView scored = _model.Transform(_data);
        using DataViewRowCursor cursor = scored.GetRowCursor([scored.Schema["Id"]]);
        Assert.False(cursor.IsColumnActive(scored.Schema["Score"]));
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<VBuffer<float>>(scored.Schema["Score"]));
        int rows = 0;
        while (cursor.MoveNext()) rows++;
        Assert.Equal(11, rows);
    }

    [Fact]
    public void A_missing_or_wrong_column_is_named()
    {
        IDataView other = _mlContext.Transforms.SelectColumns("u").Fit(_data).Transform(_data);
        Assert.Contains("Could not find feature column 'a'",
            Assert.Throws<ArgumentOutOfRangeException>(() => _model.Transform(other)).Message);
        IDataView wrong = _mlContext.Transforms.CopyColumns("a", "Id").Fit(_data).Transform(_data);
        Assert.Contains("Schema mismatch for feature column 'a'",
            Assert.Throws<ArgumentOutOfRangeException>(() => _model.Transform(wrong)).Message);
    }

    [Fact]
    public void The_exported_file_opens_as_a_transformer()
    {
        string path = _folder["model.onnx"];
        _model.ExportToOnnx(path);
        using NeuralOperatorTransformer opened = _mlContext.NeuralOperators().LoadOnnx(path);
        Assert.Equal(One(Fixture.Rows(1)[0].a), One(opened, Fixture.Rows(1)[0].a));
        Assert.Equal(["batch", "1", "height", "width"], OnnxModelInfo.Read(File.ReadAllBytes(path)).Inputs["a"]);
    }

    [Fact]
    public void Files_that_are_no_models_are_refused()
    {
        NeuralOperatorsCatalog operators = _mlContext.NeuralOperators();
        Assert.Throws<FileNotFoundException>(() => operators.Load(_folder["nothing.zip"]));
        string text = _folder["text.zip"];
        File.WriteAllText(text, "not a model");
        Assert.Contains("text.zip", Assert.Throws<FormatException>(() => operators.Load(text)).Message);
        byte[] whole = File.ReadAllBytes(Save());
        string cut = _folder["cut.zip"];
        File.WriteAllBytes(cut, whole[..(whole.Length / 2)]);
        Assert.Throws<FormatException>(() => operators.Load(cut));
        string foreign = _folder["foreign.zip"];
        _mlContext.Model.Save(_mlContext.Transforms.CopyColumns("b", "a").Fit(_data), _data.Schema, foreign);
        Assert.Contains("no neural operator", Assert.Throws<FormatException>(() => operators.Load(foreign)).Message);
    }

    [Fact]
    public void Nothing_is_left_where_a_folder_is_missing()
    {
        string missing = Path.Combine(_folder["missing"], "model.zip");
        Assert.ThrowsAny<IOException>(() => _mlContext.Model.Save(_model, _data.Schema, missing));
        Assert.ThrowsAny<IOException>(() => _model.ExportToOnnx(missing));
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void Saving_leaves_no_temporary_file_although_nothing_is_disposed()
    {
        var mlContext = new MLContext(0) { TempFilePath = Directory.CreateDirectory(_folder["temporary"]).FullName };
        NeuralOperatorTransformer model = Fixture.Fno(mlContext).Fit(_data);
        for (int i = 0; i < 2; i++) mlContext.Model.Save(model, _data.Schema, _folder["m.zip"]);
        Assert.Empty(Directory.GetFiles(mlContext.TempFilePath));
        model.Dispose();
        Assert.Throws<ObjectDisposedException>(() => model.Transform(_data));
    }

    private string Save()
    {
        string path = _folder["model.zip"];
        _mlContext.Model.Save(_model, _data.Schema, path);
        return path;
    }

    private float[] One(float[] a) => One(_model, a);

    private float[] One(NeuralOperatorTransformer model, float[] a)
    {
        using var engine = _mlContext.Model.CreatePredictionEngine<Fixture.Input,
            Fixture.Output>(model, new PredictionEngineOptions { OwnsTransformer = false });
        return engine.Predict(new Fixture.Input { a = a }).Score;
    }
}
