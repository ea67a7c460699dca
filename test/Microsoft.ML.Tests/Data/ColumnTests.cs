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
