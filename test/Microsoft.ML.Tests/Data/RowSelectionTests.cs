using Microsoft.ML.Data;
using Xunit;

namespace Microsoft.ML.Tests.Data;

public class RowSelectionTests
{
    private readonly MLContext _ml = new(1);

    public class Gaps
    {
        public float Number { get; set; }

        public double Double { get; set; }

        [VectorType(2)]
        public float[]? Vector { get; set; }

        public string? Text { get; set; }
    }

    [Fact]
    public void TakingStopsReading()
    {
        var source = new Watched<Sample>(Sample.Rows(100));
        Assert.Equal([0f, 1, 2], Read.Numbers(_ml.Data.TakeRows(_ml.Data.LoadFromEnumerable(source), 3)));
        Assert.InRange(source.Reads, 3, 4);
    }

    [Fact]
    public void SkippingAndTakingCountRows()
    {
        IDataView data = Read.Load(10);
        Assert.Equal([8f, 9], Read.Numbers(_ml.Data.SkipRows(data, 8)));
        Assert.Empty(Read.Numbers(_ml.Data.SkipRows(data, 11)));
        Assert.Equal(10, Read.Numbers(_ml.Data.TakeRows(data, 11)).Length);
        Assert.Equal(2, _ml.Data.SkipRows(data, 8).GetRowCount());
        Assert.Equal(0, _ml.Data.SkipRows(data, 11).GetRowCount());
        Assert.Equal(3, _ml.Data.TakeRows(data, 3).GetRowCount());
        Assert.Equal(10, _ml.Data.TakeRows(data, 30).GetRowCount());
        Assert.Null(_ml.Data.TakeRows(_ml.Data.LoadFromEnumerable(Sample.Rows(4).Where(_ => true)), 2).GetRowCount());
        Assert.False(_ml.Data.TakeRows(_ml.Data.Cache(data), 3).CanShuffle);
    }

    [Fact]
    public void PositionsCountTheRowsGiven()
    {
        IDataView data = _ml.Data.SkipRows(Read.Load(5), 3);
        using DataViewRowCursor cursor = data.GetRowCursor(data.Schema);
        Assert.True(cursor.MoveNext());
        Assert.Equal(0, cursor.Position);
    }

    [Fact]
    public void ARangeIncludesItsLowerBoundOnly()
    {
        IDataView data = _ml.Data.FilterRowsByColumn(Read.Load(10), "Number", 3, 6);
        Assert.Equal([3f, 4, 5], Read.Numbers(data));
        Assert.Null(data.GetRowCount());
        Assert.Equal([0f, 1], Read.Numbers(_ml.Data.FilterRowsByColumn(Read.Load(10), "Number", upperBound: 2)));
    }

    [Fact]
    public void ARangeHoldsNoMissingNumbers()
        => Assert.Equal([1f], Read.Numbers(_ml.Data.FilterRowsByColumn(_ml.Data.LoadFromEnumerable(Numbered.Rows(float.NaN, 1)), "Number", -100, 100)));

    [Fact]
    public void ShufflingGivesEveryRowOnce()
    {
        IDataView shuffled = _ml.Data.ShuffleRows(Read.Load(100));
        float[] order = Read.Numbers(shuffled);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (float)i), order.Order());
        Assert.NotEqual(order.Order(), order);
        Assert.Equal(order, Read.Numbers(shuffled));
    }

    [Fact]
    public void ShufflingKeepsRowsTogether()
    {
        IDataView shuffled = _ml.Data.ShuffleRows(Read.Load(50), seed: 3);
        foreach (Sample row in _ml.Data.CreateEnumerable<Sample>(shuffled, reuseRowObject: true))
        {
            Assert.Equal($"row {row.Number}", row.Text);
            Assert.Equal(-row.Number, row.Vector[2]);
        }
    }

    [Fact]
    public void TheSeedDecidesTheOrder()
    {
        IDataView data = Read.Load(60);
        Assert.Equal(Order(new MLContext(5), null), Order(new MLContext(5), null));
        Assert.NotEqual(Order(new MLContext(5), null), Order(new MLContext(6), null));
        Assert.Equal(Order(new MLContext(5), 9), Order(new MLContext(6), 9));

        float[] Order(MLContext ml, int? seed) => Read.Numbers(ml.Data.ShuffleRows(data, seed));
    }

}
