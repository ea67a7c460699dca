using System.Text;
using Microsoft.ML.Data;
using Xunit;

namespace Microsoft.ML.Tests.Data;

public sealed class SaveAsTextTests : IDisposable
{
    private readonly MLContext _ml = new(1);
    private readonly TemporaryFolder _folder = Read.Folder();

    public void Dispose() => _folder.Dispose();

    private string[] Lines(IDataView data, char separator = '\t', bool header = true, bool schema = false, bool dense = true)
    {
        using var stream = new MemoryStream();
        _ml.Data.SaveAsText(data, stream, separator, header, schema, forceDense: dense);
        return Encoding.UTF8.GetString(stream.ToArray()).TrimStart('\uFEFF').Split(["\r\n", "\n"], StringSplitOptions.RemoveEmptyEntries);
    }

    [Fact]
    public void ALineIsARow()
    {
        string[] lines = Lines(_ml.Data.LoadFromEnumerable(Sample.Rows(2)), ',', header: false);
        Assert.Equal(["0,row 0,0,0,0,0.5,0", "1,row 1,1,10,1,1.5,-1"], lines.Select(l => l.Replace("-0", "0")));
    }

    [Fact]
    public void AHeaderNamesTheColumns()
        => Assert.Equal("Number", Lines(_ml.Data.LoadFromEnumerable(Numbered.Rows(1)))[0]);

    [Fact]
    public void CommentsDescribeTheSchema()
    {
        string[] lines = Lines(_ml.Data.LoadFromEnumerable(Numbered.Rows(1)), schema: true);
        Assert.StartsWith("#@ TextLoader{", lines[0]);
        Assert.Equal("1", lines[^1]);
    }

    [Fact]
    public void TextsWithSeparatorsAreQuoted()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new LoadFromEnumerableTests.Texts { One = "a,b", Several = [] }]);
        Assert.StartsWith("\"a,b\"", Lines(data, ',', header: false)[0]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhatWasSavedCanBeLoaded(bool dense)
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Sample.Rows(10));
        string path = _folder.File("saved.tsv");
        using (FileStream stream = File.Create(path)) _ml.Data.SaveAsText(data, stream, forceDense: dense);
        IDataView back = _ml.Data.LoadFromTextFile(path,
        [
            new("Number", DataKind.Single, 0), new("Text", DataKind.String, 1), new("Flag", DataKind.Boolean, 2),
            new("Count", DataKind.Int32, 3), new("Vector", DataKind.Single, 4, 6),
        ], hasHeader: true, allowQuoting: true, allowSparse: true);
        Assert.Equal(data.GetColumn<string>("Text"), back.GetColumn<string>("Text"));
        Assert.Equal(data.GetColumn<float[]>("Vector"), back.GetColumn<float[]>("Vector"));
        Assert.Equal(data.GetColumn<bool>("Flag"), back.GetColumn<bool>("Flag"));
        Assert.Equal(data.GetColumn<int>("Count"), back.GetColumn<int>("Count"));
    }

    [Fact]
    public void NumbersSurviveExactly()
    {
        float[] numbers = [1f / 3, float.Pi, 1e-30f, -123456.78f, float.NaN, 3.4e38f];
        string path = _folder.File("exact.tsv");
        using (FileStream stream = File.Create(path)) _ml.Data.SaveAsText(_ml.Data.LoadFromEnumerable(Numbered.Rows(numbers)), stream);
        Assert.Equal(numbers, _ml.Data.LoadFromTextFile(path, [new("N", DataKind.Single, 0)], hasHeader: true).GetColumn<float>("N"));
    }

    [Fact]
    public void SeparatorsAreOfAFewKinds()
        => Assert.Throws<ArgumentOutOfRangeException>(() => Lines(_ml.Data.LoadFromEnumerable(Numbered.Rows(1)), '#'));

    [Fact]
    public void AFileTellsItsColumns()
    {
        IDataView ramps = new CustomDataViewTests.Ramps(3);
        string path = _folder.File("told.tsv");
        using (FileStream stream = File.Create(path)) _ml.Data.SaveAsText(ramps, stream, forceDense: true);
        IDataView back = _ml.Data.LoadFromTextFile(path);
        Assert.Equal(["Ramp: Vector<Single, 4>", "Row: Single"], back.Schema.Select(c => $"{c.Name}: {c.Type}"));
        Assert.Equal(ramps.GetColumn<float[]>("Ramp"), back.GetColumn<float[]>("Ramp"));
    }
}
