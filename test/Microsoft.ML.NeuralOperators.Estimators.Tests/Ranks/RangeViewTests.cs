using Microsoft.ML.NeuralOperators.Views;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Ranks;

/// <summary>Ranges of views that are not of files.</summary>
public class RangeViewTests
{
    private const int Rows = 5;

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 4)]
    [InlineData(3, 5)]
    [InlineData(2, 2)]
    public void A_cursor_is_on_a_row_only_within_the_range(int from, int end)
    {
        IDataView all = new MLContext().Data.LoadFromEnumerable(
            Enumerable.Range(0, Rows).Select(i => new Row { X = i }));
        IDataView range = RangeView.Of(all, new RowRange(from, end));
        Assert.Equal(end - from, range.GetRowCount());
        using DataViewRowCursor cursor = range.GetRowCursor(range.Schema);
        ValueGetter<float> getter = cursor.GetGetter<float>(range.Schema[nameof(Row.X)]);
        Assert.Equal(-1, cursor.Position);
        for (int i = from; i < end; i++)
        {
            Assert.True(cursor.MoveNext());
            Assert.Equal(i - from, cursor.Position);
            float x = 0;
            getter(ref x);
            Assert.Equal(i, x);
        }
        Assert.False(cursor.MoveNext());
        Assert.Equal(-1, cursor.Position);
    }

    private sealed class Row
    {
        public float X { get; set; }
    }
}
