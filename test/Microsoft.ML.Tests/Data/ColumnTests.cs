using Microsoft.ML.Data;
using Xunit;

namespace Microsoft.ML.Tests.Data;

public class ColumnTests
{
    private readonly IDataView _data = Read.Load(3);

    [Fact]
    public void SingleValuesComeAsTheyAre()
    {
        Assert.Equal([0f, 1, 2], _data.GetColumn<float>("Number"));
        Assert.Equal([false, true, false], _data.GetColumn<bool>(_data.Schema["Flag"]));
    }

    [Fact]
    public void TextsComeAsStringsOrMemory()
    {
        Assert.Equal(["row 0", "row 1", "row 2"], _data.GetColumn<string>("Text"));
        Assert.Equal("row 1", _data.GetColumn<ReadOnlyMemory<char>>("Text").ElementAt(1).ToString());
    }

    [Fact]
    public void VectorsComeAsArraysOfTheirOwn()
    {
        float[][] rows = [.. _data.GetColumn<float[]>("Vector")];
        Assert.Equal([2f, 2.5f, -2f], rows[2]);
        Assert.NotSame(rows[0], rows[1]);
        Assert.Equal(3, _data.GetColumn<VBuffer<float>>("Vector").First().Length);
    }

    [Theory]
    [InlineData("Number")]
    [InlineData("Vector")]
    [InlineData("Text")]
    public void AnotherTypeIsRefusedAtOnce(string column)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => { _data.GetColumn<double>(column); });
        Assert.Equal("column", error.ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => { _data.GetColumn<double[]>(column); });
    }

    [Fact]
    public void ColumnsOfOtherViewsAreRefused()
    {
        IDataView other = new MLContext().Data.LoadFromEnumerable(Numbered.Rows(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => { other.GetColumn<string>("Text"); });
        Assert.Throws<ArgumentOutOfRangeException>(() => { _data.GetColumn<float>(new CustomDataViewTests.Ramps(1).Schema["Row"]); });
    }

    [Fact]
    public void RowsAreReadAsTheyAreEnumerated()
    {
        var source = new Watched<Sample>(Sample.Rows(10));
        IEnumerable<float> numbers = new MLContext().Data.LoadFromEnumerable(source).GetColumn<float>("Number");
        Assert.Equal(0, source.Starts);
        Assert.Equal(1f, numbers.ElementAt(1));
        Assert.Equal(9f, numbers.Last());
        Assert.Equal(2, source.Starts);
    }
}
