using Microsoft.ML.Data;
using Xunit;

namespace Microsoft.ML.Tests.Data;

public class CursorTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void PositionsCountFromZeroAfterTheFirstMove()
    {
        IDataView data = Read.Load(2);
        using DataViewRowCursor cursor = data.GetRowCursor(data.Schema);
        Assert.Equal(-1, cursor.Position);
        Assert.True(cursor.MoveNext());
        Assert.Equal(0, cursor.Position);
        Assert.True(cursor.MoveNext());
        Assert.Equal(1, cursor.Position);
        Assert.False(cursor.MoveNext());
        Assert.Equal(-1, cursor.Position);
        Assert.False(cursor.MoveNext());
    }

    [Fact]
    public void OnlyNeededColumnsAreActive()
    {
        IDataView data = Read.Load(2);
        using DataViewRowCursor cursor = data.GetRowCursor([data.Schema["Number"]]);
        Assert.True(cursor.IsColumnActive(data.Schema["Number"]));
        Assert.False(cursor.IsColumnActive(data.Schema["Vector"]));
        // An ArgumentOutOfRangeException or an InvalidOperationException, by the kind of view.
        Assert.ThrowsAny<SystemException>(() => cursor.GetGetter<VBuffer<float>>(data.Schema["Vector"]));
    }

    [Fact]
    public void TheColumnOfAnObjectThatIsNotActiveIsOutOfRange()
    {
        IDataView data = Read.Load(2);
        using DataViewRowCursor cursor = data.GetRowCursor([data.Schema["Number"]]);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => cursor.GetGetter<VBuffer<float>>(data.Schema["Vector"]));
        Assert.Contains("requested column not active", error.Message);
        Assert.Equal("column", error.ParamName);
    }

    [Fact]
    public void AGetterHasTheColumnsType()
    {
        IDataView data = Read.Load(2);
        using DataViewRowCursor cursor = data.GetRowCursor(data.Schema);
        var error = Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<double>(data.Schema["Number"]));
        Assert.Contains("Invalid TValue in GetGetter", error.Message);
        Assert.Contains("System.Double", error.Message);
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<string>(data.Schema["Text"]));
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<float[]>(data.Schema["Vector"]));
    }

    [Fact]
    public void GettersFollowTheRow()
    {
        IDataView data = Read.Load(3);
        using DataViewRowCursor cursor = data.GetRowCursor(data.Schema);
        ValueGetter<float> number = cursor.GetGetter<float>(data.Schema["Number"]);
        ValueGetter<VBuffer<float>> vector = cursor.GetGetter<VBuffer<float>>(data.Schema["Vector"]);
        float n = 0;
        VBuffer<float> v = default;
        for (int i = 0; cursor.MoveNext(); i++)
        {
            number(ref n);
            number(ref n);
            vector(ref v);
            Assert.Equal(i, n);
            Assert.Equal(-i, v.GetItemOrDefault(2));
        }
    }

    [Fact]
    public void RowsHaveDifferentIdentities()
    {
        IDataView data = Read.Load(5);
        var ids = new HashSet<DataViewRowId>();
        using DataViewRowCursor cursor = data.GetRowCursor([]);
        ValueGetter<DataViewRowId> getter = cursor.GetIdGetter();
        DataViewRowId id = default;
        while (cursor.MoveNext())
        {
            getter(ref id);
            Assert.True(ids.Add(id));
        }
        Assert.Equal(5, ids.Count);
    }

    [Fact]
    public void CursorsOfOneViewAreIndependent()
    {
        IDataView data = Read.Load(3);
        using DataViewRowCursor first = data.GetRowCursor(data.Schema);
        using DataViewRowCursor second = data.GetRowCursor(data.Schema);
        ValueGetter<float> one = first.GetGetter<float>(data.Schema["Number"]);
        ValueGetter<float> two = second.GetGetter<float>(data.Schema["Number"]);
        float a = 0, b = 0;
        first.MoveNext();
        first.MoveNext();
        second.MoveNext();
        one(ref a);
        two(ref b);
        Assert.Equal(1, a);
        Assert.Equal(0, b);
    }

    [Fact]
    public void ThreadsMayReadOneViewAtOnce()
    {
        IDataView data = _ml.Data.FilterRowsByColumn(_ml.Data.Cache(Read.Load(500)), "Number", 100);
        var sums = new double[8];
        Parallel.For(0, sums.Length, i => sums[i] = Read.Numbers(data).Sum(n => (double)n));
        Assert.All(sums, sum => Assert.Equal(Enumerable.Range(100, 400).Sum(), sum));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void ACursorSetCoversEveryRowOnce(int count)
    {
        IDataView data = _ml.Data.TakeRows(Read.Load(50), 40);
        DataViewRowCursor[] cursors = data.GetRowCursorSet([data.Schema["Number"]], count);
        Assert.InRange(cursors.Length, 1, count);
        var seen = new List<float>();
        foreach (DataViewRowCursor cursor in cursors)
        {
            using (cursor)
            {
                ValueGetter<float> number = cursor.GetGetter<float>(cursor.Schema["Number"]);
                float value = 0;
                while (cursor.MoveNext())
                {
                    number(ref value);
                    seen.Add(value);
                }
            }
        }
        Assert.Equal(Enumerable.Range(0, 40).Select(i => (float)i), seen.Order());
    }

    [Fact]
    public void DisposingTwiceDoesNoHarm()
    {
        IDataView data = _ml.Data.TakeRows(Read.Load(10), 5);
        DataViewRowCursor cursor = data.GetRowCursor(data.Schema);
        cursor.MoveNext();
        cursor.Dispose();
        cursor.Dispose();
    }

    [Fact]
    public void NothingIsComputedBeforeRowsAreAskedFor()
    {
        var source = new Watched<Sample>(Sample.Rows(100));
        IDataView data = _ml.Data.LoadFromEnumerable(source);
        data = _ml.Data.Cache(data);
        data = _ml.Data.FilterRowsByColumn(data, "Number", 10);
        data = _ml.Data.SkipRows(data, 5);
        data = _ml.Data.TakeRows(data, 50);
        data = _ml.Data.TrainTestSplit(data, 0.3).TrainSet;
        data = _ml.Data.ShuffleRows(data);
        Assert.Equal(0, source.Reads);
        Assert.NotEmpty(Read.Numbers(data));
    }
}
