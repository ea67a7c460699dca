using System.IO.Compression;
using Microsoft.ML.Data;
using Microsoft.ML.Tests.Data;
using Microsoft.ML.Transforms;
using Xunit;

namespace Microsoft.ML.Tests.Model;

public sealed class SaveLoadTests : IDisposable
{
    private readonly MLContext _ml = new(1);
    private readonly TemporaryFolder _folder = Read.Folder();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AChainComesBackWithItsValues()
    {
        IDataView data = Read.Load(3);
        var model = _ml.Transforms.CopyColumns("A", "Number")
            .Append(_ml.Transforms.Concatenate("B", "A", "Vector"))
            .Append(_ml.Transforms.NormalizeMeanVariance("B", fixZero: false))
            .Append(_ml.Transforms.NormalizeMinMax("A"))
            .Append(_ml.Transforms.DropColumns("Text"))
            .Append(_ml.Transforms.SelectColumns("B", "A")).Fit(data);
        ITransformer loaded = Loaded(model, data.Schema, out _);
        var chain = Assert.IsType<TransformerChain<ITransformer>>(loaded);
        Assert.Equal(model.Select(t => t.GetType()), chain.Select(t => t.GetType()));
        Assert.Equal(["B: Vector<Single, 4>", "A: Single"], Shapes.Describe(loaded.GetOutputSchema(data.Schema)));
        Assert.Equal(Read.Numbers(model.Transform(data), "A"), Read.Numbers(loaded.Transform(data), "A"));
        Assert.Equal(model.Transform(data).GetColumn<float[]>("B"), loaded.Transform(data).GetColumn<float[]>("B"));
    }

    [Fact]
    public void ASingleTransformerComesBackAsItself()
    {
        IDataView data = Read.Load(2);
        Assert.IsType<NormalizingTransformer>(Loaded(_ml.Transforms.NormalizeMinMax("Number").Fit(data), data.Schema, out _));
    }

    [Fact]
    public void AChainOfOneComesBackAsAChain()
    {
        IDataView data = Read.Load(2);
        var chain = new EstimatorChain<ITransformer>().Append(_ml.Transforms.NormalizeMinMax("Number")).Fit(data);
        Assert.IsType<NormalizingTransformer>(Assert.Single(Assert.IsType<TransformerChain<ITransformer>>(Loaded(chain, data.Schema, out _))));
    }

    [Fact]
    public void ChainsWithinChainsAndScopesComeBack()
    {
        IDataView data = Read.Load(2);
        var inner = _ml.Transforms.CopyColumns("A", "Number").Append(_ml.Transforms.CopyColumns("B", "Number"), TransformerScope.Training);
        var outer = new EstimatorChain<ITransformer>().Append(inner).Append(_ml.Transforms.CopyColumns("C", "A"));
        ITransformer loaded = Loaded(outer.Fit(data), data.Schema, out _);
        Assert.Equal(["A", "C"], loaded.GetOutputSchema(data.Schema).Skip(5).Select(c => c.Name));
        var chain = (TransformerChain<ITransformer>)Assert.IsType<TransformerChain<ITransformer>>(loaded).First();
        Assert.Equal(["A", "B"], chain.GetOutputSchema(data.Schema, TransformerScope.Training).Skip(5).Select(c => c.Name));
    }

    [Fact]
    public void TheSchemaComesBackWithDimensionsAndKeys()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Kinds()]);
        Loaded(new TransformerChain<ITransformer>(), data.Schema, out DataViewSchema? schema);
        Assert.Equal(["Field: Vector<Single, 2, 8, 8>", "Open: Vector<Double>", "Key: Key<UInt32, 0-6>", "Text: String", "Time: DateTime", "Flag: Boolean"], Shapes.Describe(schema!));
    }

    [Fact]
    public void AModelWithoutSchemaHasNone()
    {
        IDataView data = Read.Load(2);
        Assert.IsType<NormalizingTransformer>(Loaded(_ml.Transforms.NormalizeMinMax("Number").Fit(data), null, out DataViewSchema? schema));
        Assert.Null(schema);
    }

    [Fact]
    public void StreamsServeAsFilesDo()
    {
        IDataView data = Read.Load(3);
        using var stream = new MemoryStream();
        _ml.Model.Save(_ml.Transforms.NormalizeMinMax("Number").Fit(data), data.Schema, stream);
        stream.Position = 0;
        Assert.Equal([0f, 0.5f, 1], Read.Numbers(_ml.Model.Load(stream, out DataViewSchema schema).Transform(data)));
        Assert.Equal(5, schema.Count);
        Assert.True(stream.CanRead);
    }

    [Fact]
    public void SavingAgainReplacesTheFile()
    {
        IDataView data = Read.Load(3);
        string path = _folder.File("model.zip");
        _ml.Model.Save(_ml.Transforms.CopyColumns("A", "Number").Fit(data), data.Schema, path);
        _ml.Model.Save(_ml.Transforms.CopyColumns("B", "Number").Fit(data), null, path);
        Assert.Equal("B", _ml.Model.Load(path, out DataViewSchema schema).GetOutputSchema(data.Schema)[5].Name);
        Assert.Null(schema);
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void AnOwnTransformerIsSavedByWhatItWraps()
    {
        IDataView data = Read.Load(2);
        var wrapper = new Wrapper(_ml.Transforms.CopyColumns("A", "Number").Fit(data));
        Assert.IsType<ColumnCopyingTransformer>(Loaded(wrapper, data.Schema, out _));
        var chain = Assert.IsType<TransformerChain<ITransformer>>(Loaded(_ml.Transforms.NormalizeMinMax("Number").Fit(data).Append(wrapper), data.Schema, out _));
        Assert.IsType<ColumnCopyingTransformer>(chain.Last());
    }

    [Fact]
    public void AnOwnTransformerThatSavesNothingFailsAtOnce()
    {
        using var stream = new MemoryStream();
        Assert.Throws<InvalidOperationException>(() => _ml.Model.Save(new Wrapper(null), Read.Load(1).Schema, stream));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(-1)]
    [InlineData(-30)]
    public void ATruncatedFileIsNoModel(int length)
    {
        byte[] bytes = File.ReadAllBytes(Saved());
        File.WriteAllBytes(_folder.File("cut.zip"), bytes[..(length < 0 ? bytes.Length + length : length)]);
        DataViewSchema? schema = null;
        Assert.Throws<FormatException>(() => _ml.Model.Load(_folder.File("cut.zip"), out schema));
        Assert.Null(schema);
    }

    [Fact]
    public void TextIsNoModel()
        => Assert.Throws<FormatException>(() => _ml.Model.Load(_folder.File("notes.txt", "This is not a model,", "it is a text."), out _));

    [Fact]
    public void AZipOfOtherThingsIsNoModel()
    {
        using (ZipArchive zip = ZipFile.Open(_folder.File("other.zip"), ZipArchiveMode.Create)) zip.CreateEntry("notes.txt");
        Assert.Throws<InvalidOperationException>(() => _ml.Model.Load(_folder.File("other.zip"), out _));
    }

    [Fact]
    public void AModelThatLacksAPartIsNoModel()
    {
        string path = Saved();
        using (ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Update))
            zip.Entries.Single(e => e.FullName.Replace('\\', '/') == "TransformerChain/Transform_000/Model.key").Delete();
        Assert.Throws<FormatException>(() => _ml.Model.Load(path, out _));
    }

    [Fact]
    public void WhatIsMissingIsSaid()
    {
        Assert.Throws<FileNotFoundException>(() => _ml.Model.Load(_folder.File("nowhere.zip"), out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Model.Load("", out _));
        Assert.Throws<ArgumentNullException>(() => _ml.Model.Load((Stream)null!, out _));
        Assert.Throws<DirectoryNotFoundException>(() => _ml.Model.Save(new TransformerChain<ITransformer>(), null, _folder.File("no/model.zip")));
    }

    [Fact]
    public void AnotherContextReadsTheModel()
    {
        ITransformer loaded = new MLContext(7).Model.Load(Saved(), out DataViewSchema schema);
        Assert.Equal([0f, 0.5f, 1], Read.Numbers(loaded.Transform(Read.Load(3)), "A"));
        Assert.Equal(5, schema.Count);
    }

    private string Saved()
    {
        string path = _folder.File("model.zip");
        IDataView data = Read.Load(3);
        _ml.Model.Save(_ml.Transforms.CopyColumns("A", "Number").Append(_ml.Transforms.NormalizeMinMax("A")).Fit(data), data.Schema, path);
        return path;
    }

    private ITransformer Loaded(ITransformer model, DataViewSchema? schema, out DataViewSchema? loaded)
    {
        string path = _folder.File($"{Guid.NewGuid():N}.zip");
        _ml.Model.Save(model, schema, path);
        return _ml.Model.Load(path, out loaded);
    }

    public sealed class Kinds
    {
        [VectorType(2, 8, 8)]
        public float[] Field { get; set; } = [];

        public double[] Open { get; set; } = [];

        [KeyType(7)]
        public uint Key { get; set; }

        public string Text { get; set; } = "";

        public DateTime Time { get; set; }

        public bool Flag { get; set; }
    }

    /// <summary>An outsider's transformer around a stock one, or around none.</summary>
    private sealed class Wrapper(ITransformer? inner) : ITransformer
    {
        public bool IsRowToRowMapper => inner!.IsRowToRowMapper;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inner!.GetOutputSchema(inputSchema);

        public IDataView Transform(IDataView input) => inner!.Transform(input);

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => inner!.GetRowToRowMapper(inputSchema);

        public void Save(ModelSaveContext ctx) => inner?.Save(ctx);
    }
}
