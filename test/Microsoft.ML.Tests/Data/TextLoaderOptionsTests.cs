using Microsoft.ML.Data;
using Xunit;

namespace Microsoft.ML.Tests.Data;

public sealed class TextLoaderOptionsTests : IDisposable
{
    private readonly MLContext _ml = new(1);
    private readonly TemporaryFolder _folder = Read.Folder();

    public void Dispose() => _folder.Dispose();

    private string Houses => _folder.File("houses.csv", "town,price,a,b,c,garden", "Oslo,10.5,1,2,3,true", "Rome,20,4,5,6,false");

    [Fact]
    public void OptionsSayTheSameAndMore()
    {
        string path = _folder.File("some.txt", "1;2|3", "4;5|6", "7;8|9");
        var options = new TextLoader.Options
        {
            Columns = [new TextLoader.Column("All", DataKind.Single, 0, 2)],
            Separators = [';', '|'],
            MaxRows = 2,
        };
        Assert.Equal([[1f, 2, 3], [4f, 5, 6]], _ml.Data.LoadFromTextFile(path, options).GetColumn<float[]>("All"));
    }

    [Fact]
    public void AHeaderNamesTheSlots()
    {
        var options = new TextLoader.Options { Columns = [new("F", DataKind.Single, 2, 4)], Separators = [','], HasHeader = true };
        DataViewSchema.Column column = _ml.Data.LoadFromTextFile(Houses, options).Schema["F"];
        Assert.True(column.HasSlotNames());
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        Assert.Equal(["a", "b", "c"], names.DenseValues().Select(n => n.ToString()));
    }

    [Fact]
    public void ALoaderReadsSeveralFiles()
    {
        TextLoader loader = _ml.Data.CreateTextLoader([new("X", DataKind.Single, 0)], hasHeader: true);
        Assert.Equal("X: Single", loader.GetOutputSchema().Single().ToString());
        string first = _folder.File("a.tsv", "x", "1", "2");
        string second = _folder.File("b.tsv", "x", "3");
        Assert.Equal([1f, 2, 3], loader.Load(first, second).GetColumn<float>("X"));
        Assert.Equal([3f], loader.Load(new MultiFileSource(second)).GetColumn<float>("X"));
        Assert.Equal([10.5f, 20], _ml.Data.CreateTextLoader<TextLoaderTests.House>(',', true).Load(Houses).GetColumn<float>("Price"));
    }

    [Fact]
    public void OverlappingRangesAreRefused()
        => Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.CreateTextLoader([new("N", DataKind.Single, [new(0, 2), new(2, 3)])]));

    [Fact]
    public void RangesOfOneColumnAreJoined()
    {
        TextLoader.Column[] columns = [new("Mixed", DataKind.Single, [new TextLoader.Range(1), new TextLoader.Range(3, 4)])];
        IDataView data = _ml.Data.LoadFromTextFile(Houses, columns, ',', hasHeader: true);
        Assert.Equal("Vector<Single, 3>", data.Schema["Mixed"].Type.ToString());
        Assert.Equal([10.5f, 2, 3], data.GetColumn<float[]>("Mixed").First());
    }

    [Fact]
    public void EmptyFieldsMayBeMissing()
    {
        string path = _folder.File("gaps.csv", "1,,3", "4");
        var options = new TextLoader.Options { Columns = [new("N", DataKind.Single, 0, 2)], Separators = [','], MissingRealsAsNaNs = true };
        Assert.Equal([1f, float.NaN, 3], _ml.Data.LoadFromTextFile(path, options).GetColumn<float[]>("N").First());
    }

    [Fact]
    public void QuotedFieldsMayGoOverLines()
    {
        string path = _folder.File("lines.csv", "\"one", "two\",1", "three,2");
        var options = new TextLoader.Options { Columns = [new("T", DataKind.String, 0), new("N", DataKind.Single, 1)], Separators = [','], AllowQuoting = true, ReadMultilines = true };
        IDataView data = _ml.Data.LoadFromTextFile(path, options);
        Assert.Equal(["one\ntwo", "three"], data.GetColumn<string>("T"));
        Assert.Equal([1f, 2], data.GetColumn<float>("N"));
    }

    [Fact]
    public void DecimalsMayStandBehindAComma()
    {
        string path = _folder.File("comma.csv", "1,5;2");
        var options = new TextLoader.Options { Columns = [new("N", DataKind.Single, 0, 1)], Separators = [';'], DecimalMarker = ',' };
        Assert.Equal([1.5f, 2], _ml.Data.LoadFromTextFile(path, options).GetColumn<float[]>("N").Single());
    }

    [Fact]
    public void KeysCountFromOne()
    {
        string path = _folder.File("keys.tsv", "0", "4", "5", "");
        TextLoader.Column[] columns = [new("K", DataKind.UInt32, [new TextLoader.Range(0)], new KeyCount(5))];
        IDataView data = _ml.Data.LoadFromTextFile(path, columns);
        Assert.Equal("Key<UInt32, 0-4>", data.Schema["K"].Type.ToString());
        Assert.Equal([1u, 5, 0], data.GetColumn<uint>("K"));
    }

    [Fact]
    public void ARangeMayGoToTheEnd()
    {
        string path = _folder.File("open.csv", "1,2,3", "4,5,6");
        var sized = new TextLoader.Options { Columns = [new("N", DataKind.Single, [new TextLoader.Range(1, null)])], Separators = [','] };
        Assert.Equal("Vector<Single, 2>", _ml.Data.LoadFromTextFile(path, sized).Schema["N"].Type.ToString());
        string uneven = _folder.File("uneven.csv", "1,2,3", "4,5");
        var varying = new TextLoader.Options { Columns = [new("N", DataKind.Single, [new TextLoader.Range { Min = 1, VariableEnd = true }])], Separators = [','] };
        IDataView data = _ml.Data.LoadFromTextFile(uneven, varying);
        Assert.Equal("Vector<Single>", data.Schema["N"].Type.ToString());
        Assert.Equal([[2f, 3], [5f]], data.GetColumn<float[]>("N"));
    }
}
