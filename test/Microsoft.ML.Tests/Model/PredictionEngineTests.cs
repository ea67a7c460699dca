using Microsoft.ML.Data;
using Microsoft.ML.Tests.Data;
using Microsoft.ML.Tests.Transforms;
using Xunit;

namespace Microsoft.ML.Tests.Model;

public class PredictionEngineTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void SingleExamplesGoThroughTheModel()
    {
        using PredictionEngine<Sample, Prediction> engine = _ml.Model.CreatePredictionEngine<Sample, Prediction>(Model());
        foreach (Sample sample in Sample.Rows(4))
        {
            Prediction prediction = engine.Predict(sample);
            Assert.Equal(sample.Number / 2, prediction.Scaled);
            Assert.Equal([sample.Number / 2, sample.Number, sample.Number + 0.5f, -sample.Number], prediction.Joined);
            Assert.Equal(sample.Text, prediction.Text);
        }
    }

    [Fact]
    public void PredictionsCanBeReused()
    {
        using PredictionEngine<Sample, Prediction> engine = _ml.Model.CreatePredictionEngine<Sample, Prediction>(Model());
        var prediction = new Prediction();
        engine.Predict(Sample.Rows(2)[1], ref prediction);
        Prediction same = prediction;
        engine.Predict(Sample.Rows(3)[2], ref prediction);
        Assert.Same(same, prediction);
        Assert.Equal(1, prediction.Scaled);
        Prediction? none = null;
        engine.Predict(Sample.Rows(2)[1], ref none!);
        Assert.Equal(0.5f, none.Scaled);
        Assert.NotSame(engine.Predict(Sample.Rows(1)[0]), engine.Predict(Sample.Rows(1)[0]));
    }

    [Fact]
    public void TheColumnsAreThoseOfTheModel()
    {
        using PredictionEngine<Sample, Prediction> engine = _ml.Model.CreatePredictionEngine<Sample, Prediction>(Model());
        Assert.Equal("Vector<Single, 4>", engine.OutputSchema["Joined"].Type.ToString());
    }

    [Fact]
    public void MembersWithoutColumnStayUnlessThatIsAFault()
    {
        using PredictionEngine<Sample, Stranger> engine = _ml.Model.CreatePredictionEngine<Sample, Stranger>(Model());
        Assert.Equal(("as it was", 0.5f), (engine.Predict(Sample.Rows(2)[1]).Strange, engine.Predict(Sample.Rows(2)[1]).Scaled));
        Assert.Contains("'Strange'", Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Model.CreatePredictionEngine<Sample, Stranger>(Model(), ignoreMissingColumns: false)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Model.CreatePredictionEngine<Sample, Stranger>(Model(), new PredictionEngineOptions { IgnoreMissingColumns = false }));
    }

    [Fact]
    public void AMemberOfAnotherTypeIsRefused()
        => Assert.Contains("Can't bind the IDataView column 'Scaled'", Assert.Throws<InvalidOperationException>(() => _ml.Model.CreatePredictionEngine<Sample, Wrong>(Model())).Message);

    [Fact]
    public void AnExampleMustHaveTheModelsColumns()
        => Assert.Contains("'Vector'", Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Model.CreatePredictionEngine<Numbered, Prediction>(Model())).Message);

    [Fact]
    public void TheSchemaOfTheModelGivesSizes()
    {
        IDataView data = Read.Load(3);
        ITransformer model = _ml.Transforms.NormalizeMinMax("Vector").Fit(data);
        DataViewSchema schema = _ml.Transforms.SelectColumns("Vector").Fit(data).GetOutputSchema(data.Schema);
        using PredictionEngine<Open, Open> engine = _ml.Model.CreatePredictionEngine<Open, Open>(model, schema);
        Assert.Equal([0.5f, 0, -0.5f], engine.Predict(new Open { Vector = [1, 0, 1 - 2] }).Vector);
        Assert.Contains("Type should contain a member named Number", Assert.Throws<InvalidOperationException>(() => _ml.Model.CreatePredictionEngine<Open, Open>(model, data.Schema)).Message);
    }

    [Fact]
    public void DefinitionsRenameColumns()
    {
        SchemaDefinition input = SchemaDefinition.Create(typeof(Other)), output = SchemaDefinition.Create(typeof(Other));
        (input["Value"].ColumnName, output["Value"].ColumnName) = ("Number", "Copy");
        ITransformer model = _ml.Transforms.CopyColumns("Copy", "Number").Fit(Read.Load(1));
        using PredictionEngine<Other, Other> engine = _ml.Model.CreatePredictionEngine<Other, Other>(model, inputSchemaDefinition: input, outputSchemaDefinition: output);
        Assert.Equal(4, engine.Predict(new Other { Value = 4 }).Value);
    }

    [Fact]
    public void AnEngineCanBeMadeForALoadedModel()
    {
        using var stream = new MemoryStream();
        _ml.Model.Save(Model(), Read.Load(0).Schema, stream);
        stream.Position = 0;
        ITransformer loaded = _ml.Model.Load(stream, out DataViewSchema schema);
        using PredictionEngine<Sample, Prediction> engine = _ml.Model.CreatePredictionEngine<Sample, Prediction>(loaded, schema);
        Assert.Equal(0.5f, engine.Predict(Sample.Rows(2)[1]).Scaled);
    }

    [Fact]
    public void OwnFunctionsRunOnceForAnExample()
    {
        int calls = 0;
        ITransformer model = _ml.Transforms.CustomMapping<CustomMappingTests.Number, CustomMappingTests.Doubled>((from, to) =>
        {
            calls++;
            CustomMappingTests.Twice(from, to);
        }, null).Fit(Read.Load(1));
        using PredictionEngine<Numbered, CustomMappingTests.Doubled> engine = _ml.Model.CreatePredictionEngine<Numbered, CustomMappingTests.Doubled>(model);
        Assert.Equal(6, engine.Predict(new Numbered { Number = 3 }).Twice);
        Assert.Equal([5f, -5f], engine.Predict(new Numbered { Number = 5 }).Pair);
        Assert.Equal(2, calls);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void TheEngineDisposesWhatItOwns(bool owns, int times)
    {
        var model = new Disposed(_ml.Transforms.CopyColumns("Copy", "Number").Fit(Read.Load(1)));
        var engine = _ml.Model.CreatePredictionEngine<Sample, Prediction>(model, new PredictionEngineOptions { OwnsTransformer = owns });
        engine.Dispose();
        engine.Dispose();
        Assert.Equal(times, model.Times);
    }

    [Fact]
    public void AModelOfAllRowsHasNoEngine()
    {
        Assert.Throws<ArgumentNullException>(() => _ml.Model.CreatePredictionEngine<Sample, Prediction>(null!));
        Assert.Contains("Must be a row to row mapper", Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Model.CreatePredictionEngine<Sample, Prediction>(new Disposed(null))).Message);
    }

    [Fact]
    public void AnExampleIsNeeded()
    {
        using PredictionEngine<Sample, Prediction> engine = _ml.Model.CreatePredictionEngine<Sample, Prediction>(Model());
        Assert.Throws<ArgumentNullException>(() => engine.Predict(null!));
    }

    private ITransformer Model() => _ml.Transforms.NormalizeMinMax("Scaled", "Number").Append(_ml.Transforms.Concatenate("Joined", "Scaled", "Vector")).Fit(Read.Load(3));

    public sealed class Prediction
    {
        public float Scaled { get; set; }

        public float[] Joined { get; set; } = [];

        public string Text { get; set; } = "";
    }

    public sealed class Stranger
    {
        public float Scaled { get; set; }

        public string Strange { get; set; } = "as it was";
    }

    public sealed class Wrong
    {
        public int Scaled { get; set; }
    }

    public sealed class Open
    {
        public float[] Vector { get; set; } = [];
    }

    public sealed class Other
    {
        public float Value { get; set; }
    }

    /// <summary>Counts how often it is disposed; without an inner transformer it is none of single rows.</summary>
    private sealed class Disposed(ITransformer? inner) : ITransformer, IDisposable
    {
        public int Times { get; private set; }

        public bool IsRowToRowMapper => inner is not null;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inner!.GetOutputSchema(inputSchema);

        public IDataView Transform(IDataView input) => inner!.Transform(input);

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => inner!.GetRowToRowMapper(inputSchema);

        public void Save(ModelSaveContext ctx) => inner!.Save(ctx);

        public void Dispose() => Times++;
    }
}
