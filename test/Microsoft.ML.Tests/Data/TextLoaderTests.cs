using System.Globalization;
using Microsoft.ML.Data;
using Xunit;

namespace Microsoft.ML.Tests.Data;

public sealed class TextLoaderTests : IDisposable
{
    private readonly MLContext _ml = new(1);
    private readonly TemporaryFolder _folder = Read.Folder();

    public void Dispose() => _folder.Dispose();

    public class House
    {
        [LoadColumn(0)]
        public string? Town { get; set; }

        [LoadColumn(1)]
        public float Price { get; set; }

        [LoadColumn(2, 4)]
        [ColumnName("Features")]
        public float[]? Sizes { get; set; }

        [LoadColumn(5)]
        public bool Garden { get; set; }
    }

    public class Picked
    {
        [LoadColumn([4, 0, 2])]
        public float[]? Values { get; set; }

        [LoadColumn(3, 3)]
        public float[]? One { get; set; }
    }

    public class Unplaced
    {
        public float Number { get; set; }
    }

    private string Houses => _folder.File("houses.csv", "town,price,a,b,c,garden", "Oslo,10.5,1,2,3,true", "Rome,20,4,5,6,false");

    [Fact]
    public void MembersSayWhereTheirValuesStand()
    {
        IDataView data = _ml.Data.LoadFromTextFile<House>(Houses, ',', hasHeader: true);
        Assert.Equal(["Town: String", "Price: Single", "Features: Vector<Single, 3>", "Garden: Boolean"], data.Schema.Select(c => $"{c.Name}: {c.Type}"));
        House[] rows = [.. _ml.Data.CreateEnumerable<House>(data, false)];
        Assert.Equal(["Oslo", "Rome"], rows.Select(r => r.Town));
        Assert.Equal([10.5f, 20], rows.Select(r => r.Price));
        Assert.Equal([4f, 5, 6], rows[1].Sizes!);
        Assert.Equal([true, false], rows.Select(r => r.Garden));
    }

    [Fact]
    public void SeveralFieldsMakeAVector()
    {
        string path = _folder.File("numbers.tsv", "0\t1\t2\t3\t4");
        IDataView data = _ml.Data.LoadFromTextFile<Picked>(path);
        Assert.Equal("Vector<Single, 3>", data.Schema["Values"].Type.ToString());
        Assert.Equal([4f, 0, 2], data.GetColumn<float[]>("Values").Single());
        Assert.Equal([3f], data.GetColumn<float[]>("One").Single());
    }

    [Fact]
    public void MembersWithoutAPlaceAreRefused()
    {
        var error = Assert.Throws<InvalidOperationException>(() => _ml.Data.LoadFromTextFile<Unplaced>(Houses));
        Assert.Contains("'Number' is missing the LoadColumnAttribute attribute", error.Message);
    }

    [Fact]
    public void ColumnsMayBeListed()
    {
        IDataView data = _ml.Data.LoadFromTextFile(Houses,
        [
            new TextLoader.Column("Price", DataKind.Double, 1),
            new TextLoader.Column("Sizes", DataKind.Int32, 2, 4),
        ], ',', hasHeader: true);
        Assert.Equal(["Double", "Vector<Int32, 3>"], data.Schema.Select(c => c.Type.ToString()));
        Assert.Equal([20, 10.5], data.GetColumn<double>("Price").OrderDescending());
        Assert.Equal([1, 2, 3], data.GetColumn<int[]>("Sizes").First());
    }




    [Fact]
    public void QuotedFieldsMayHoldSeparators()
    {
        string path = _folder.File("quoted.csv", "\"a,b\",1", "\"say \"\"hi\"\"\",2", "plain,3", "\"\",4");
        IDataView data = _ml.Data.LoadFromTextFile(path, [new("T", DataKind.String, 0), new("N", DataKind.Single, 1)], ',', allowQuoting: true);
        Assert.Equal(["a,b", "say \"hi\"", "plain", ""], data.GetColumn<string>("T"));
        Assert.Equal([1f, 2, 3, 4], data.GetColumn<float>("N"));
    }

    [Fact]
    public void WithoutQuotingQuotesAreText()
    {
        string path = _folder.File("quotes.csv", "\"a\",1");
        IDataView data = _ml.Data.LoadFromTextFile(path, [new("T", DataKind.String, 0)], ',');
        Assert.Equal(["\"a\""], data.GetColumn<string>("T"));
    }

    [Fact]
    public void TrimmingTakesTrailingBlanks()
    {
        string path = _folder.File("blanks.csv", "1,end  ");
        TextLoader.Column[] columns = [new("N", DataKind.Single, 0), new("T", DataKind.String, 1)];
        Assert.Equal("end", _ml.Data.LoadFromTextFile(path, columns, ',', trimWhitespace: true).GetColumn<string>("T").Single());
        Assert.Equal("end  ", _ml.Data.LoadFromTextFile(path, columns, ',').GetColumn<string>("T").Single());
    }

    [Fact]
    public void NumbersMayStandAmongBlanks()
    {
        string path = _folder.File("spaced.csv", " 1, 2 ");
        Assert.Equal([1f, 2], _ml.Data.LoadFromTextFile(path, [new("N", DataKind.Single, 0, 1)], ',').GetColumn<float[]>("N").Single());
    }

    [Fact]
    public void NumbersHaveManyForms()
    {
        string path = _folder.File("forms.csv", "1e3,-2.5E-2,NaN,0,+7");
        float[] values = _ml.Data.LoadFromTextFile(path, [new("N", DataKind.Single, 0, 4)], ',').GetColumn<float[]>("N").Single();
        Assert.Equal([1000f, -0.025f, float.NaN, 0, 7], values);
    }

    [Fact]
    public void TheCultureDoesNotMatter()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            commas.NumberFormat.NumberDecimalSeparator = ",";
            commas.NumberFormat.NumberGroupSeparator = ".";
            CultureInfo.CurrentCulture = commas;
            string path = _folder.File("point.tsv", "1.5");
            Assert.Equal([1.5f], _ml.Data.LoadFromTextFile(path, [new("N", DataKind.Single, 0)]).GetColumn<float>("N"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void EmptyFieldsAreZero()
    {
        string path = _folder.File("gaps.csv", "1,,3", "4");
        TextLoader.Column[] columns = [new("N", DataKind.Single, 0, 2)];
        Assert.Equal([[1f, 0, 3], [4f, 0, 0]], _ml.Data.LoadFromTextFile(path, columns, ',').GetColumn<float[]>("N"));
    }

    [Fact]
    public void WhatIsNoNumberIsMissing()
    {
        string path = _folder.File("bad.csv", "1,two", "3,?");
        Assert.Equal([float.NaN, float.NaN], _ml.Data.LoadFromTextFile(path, [new("N", DataKind.Single, 1)], ',').GetColumn<float>("N"));
    }

    [Fact]
    public void WhatIsNoIntegerIsAnErrorOnReading()
    {
        string path = _folder.File("bad.csv", "1", "two");
        IDataView data = _ml.Data.LoadFromTextFile(path, [new("N", DataKind.Int32, 0)], ',');
        Exception error = Assert.ThrowsAny<Exception>(() => data.GetColumn<int>("N").ToArray());
        while (error.InnerException is { } inner) error = inner;
        Assert.Contains("Could not parse value two", error.Message);
    }

    [Fact]
    public void EmptyLinesAreSkipped()
    {
        string path = _folder.File("lines.tsv", "1", "", "2", "");
        Assert.Equal([1f, 2], _ml.Data.LoadFromTextFile(path, [new("N", DataKind.Single, 0)]).GetColumn<float>("N"));
    }

    [Fact]
    public void SparseLinesFillWithZeros()
    {
        string path = _folder.File("sparse.tsv", "1\t10\t2:5\t7:6");
        IDataView data = _ml.Data.LoadFromTextFile(path, [new("L", DataKind.Single, 0), new("V", DataKind.Single, 1, 10)], allowSparse: true);
        float[] expected = [0, 0, 5, 0, 0, 0, 0, 6, 0, 0];
        Assert.Equal(expected, data.GetColumn<float[]>("V").Single());
    }

    [Fact]
    public void LinesAreReadWhenRowsAre()
    {
        string path = _folder.File("later.tsv", "1");
        IDataView data = _ml.Data.LoadFromTextFile(path, [new("N", DataKind.Single, 0)]);
        _folder.File("later.tsv", "2", "3");
        Assert.Equal([2f, 3], data.GetColumn<float>("N"));
        Assert.Null(data.GetRowCount());
        Assert.False(data.CanShuffle);
    }

    [Fact]
    public void ManyLinesKeepTheirOrder()
    {
        string path = _folder.File("many.tsv", [.. Enumerable.Range(0, 5000).Select(i => $"{i}\t{i + 1}")]);
        IDataView data = _ml.Data.LoadFromTextFile(path, [new("N", DataKind.Single, 0)]);
        Assert.Equal(Enumerable.Range(0, 5000).Select(i => (float)i), data.GetColumn<float>("N"));
        Assert.Equal([0f, 1], data.GetColumn<float>("N").Take(2));
    }

    [Fact]
    public void AFileMustBeThere()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromTextFile<House>(_folder.File("none.csv")));
        Assert.ThrowsAny<ArgumentException>(() => _ml.Data.LoadFromTextFile<House>(""));
    }

}
