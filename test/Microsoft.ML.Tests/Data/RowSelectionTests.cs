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
    public void AtLeastOneRowIsSkippedOrTaken()
    {
        IDataView data = Read.Load(10);
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.SkipRows(data, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.TakeRows(data, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.TakeRows(data, -1));
        Assert.Throws<ArgumentNullException>(() => _ml.Data.TakeRows(null!, 1));
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
    public void ARangeIsOfNumbers()
    {
        IDataView data = Read.Load(10);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.FilterRowsByColumn(data, "Text", 1, 2));
        Assert.Contains("Schema mismatch for filter column 'Text': expected number, got String", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.FilterRowsByColumn(data, "Vector", 1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.FilterRowsByColumn(data, "Unknown", 1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.FilterRowsByColumn(data, "Number", 2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.FilterRowsByColumn(data, "Count", 0, 1));
    }

    [Fact]
    public void RowsWithMissingValuesAreLeftOut()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(
        [
            new Gaps { Number = 1, Vector = [1, 2] },
            new Gaps { Number = float.NaN, Vector = [1, 2] },
            new Gaps { Number = 3, Vector = [1, float.NaN] },
            new Gaps { Number = 4, Vector = [1, 2], Double = double.NaN },
        ]);
        Assert.Equal([1f, 3, 4], Read.Numbers(_ml.Data.FilterRowsByMissingValues(data, "Number")));
        Assert.Equal([1f, 4], Read.Numbers(_ml.Data.FilterRowsByMissingValues(data, "Number", "Vector")));
        Assert.Equal([1f], Read.Numbers(_ml.Data.FilterRowsByMissingValues(data, "Number", "Vector", "Double")));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.FilterRowsByMissingValues(data, "Unknown"));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.FilterRowsByMissingValues(data));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.FilterRowsByMissingValues(data, "Text"));
    }

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

    [Fact]
    public void ASmallPoolMixesNeighbours()
    {
        float[] order = Read.Numbers(_ml.Data.ShuffleRows(Read.Load(200), 1, shufflePoolSize: 10, shuffleSource: false));
        Assert.Equal(200, order.Distinct().Count());
        // A row cannot come before the pool has reached it.
        Assert.All(order.Select((n, i) => n - i), ahead => Assert.True(ahead < 20));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.ShuffleRows(Read.Load(2), 1, shufflePoolSize: 0));
    }

}
