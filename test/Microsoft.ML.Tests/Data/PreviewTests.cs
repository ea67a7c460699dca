using Microsoft.ML.Data;
using Xunit;

namespace Microsoft.ML.Tests.Data;

public class PreviewTests
{
    [Fact]
    public void RowsAndColumnsHoldTheValues()
    {
        DataDebuggerPreview preview = Read.Load(3).Preview();
        Assert.Equal(5, preview.ColumnView.Length);
        Assert.Equal(3, preview.RowView.Length);
        Assert.Equal("Number", preview.ColumnView[0].Column.Name);
        Assert.Equal([0f, 1f, 2f], preview.ColumnView[0].Values.Cast<float>());
        Assert.Equal(new KeyValuePair<string, object>("Number", 1f), preview.RowView[1].Values[0]);
        Assert.Equal("row 2", preview.RowView[2].Values[1].Value.ToString());
        Assert.Equal([2f, 2.5f, -2f], ((VBuffer<float>)preview.RowView[2].Values[4].Value).DenseValues());
        Assert.Equal("5 columns, 3 rows", preview.ToString());
        Assert.Equal(5, preview.Schema.Count);
    }

    [Fact]
    public void NoMoreRowsAreReadThanShown()
    {
        var source = new Watched<Sample>(Sample.Rows(500));
        IDataView data = new MLContext().Data.LoadFromEnumerable(source);
        Assert.Equal(100, data.Preview().RowView.Length);
        Assert.InRange(source.Reads, 100, 101);
        Assert.Equal(7, data.Preview(7).RowView.Length);
        Assert.Empty(data.Preview(0).RowView);
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Preview(-1));
    }

    [Fact]
    public void VectorsOfRowsAreTheirOwn()
    {
        DataDebuggerPreview preview = Read.Load(2).Preview();
        Assert.Equal([0f, 0.5f, 0f], ((VBuffer<float>)preview.RowView[0].Values[4].Value).DenseValues());
    }

    [Fact]
    public void TransformersAndEstimatorsCanBeSeen()
    {
        var ml = new MLContext(1);
        var copy = ml.Transforms.CopyColumns("Copy", "Number");
        IDataView data = Read.Load(10);
        Assert.Equal("Copy", copy.Fit(data).Preview(data, 3).ColumnView.Last().Column.Name);
        DataDebuggerPreview preview = copy.Preview(data, maxRows: 4, maxTrainingRows: 2);
        Assert.Equal(4, preview.RowView.Length);
        Assert.Equal([0f, 1f, 2f, 3f], preview.ColumnView.Last().Values.Cast<float>());
    }
}
