using Microsoft.ML.NeuralOperators.Data.Formats;
using Microsoft.ML.NeuralOperators.Views;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Ranks;

/// <summary>Of files, a range of rows reads those rows, though rows are read in blocks.</summary>
public class RowRangeTests
{
    private const int Rows = 10;

    [Theory]
    [InlineData(0, 20)]
    [InlineData(3, 17)]
    [InlineData(4, 5)]
    [InlineData(10, 20)]
    [InlineData(8, 10)]
    public void No_row_beyond_a_range_is_read(int from, int end)
    {
        CountingArray[] arrays = [new(0), new(Rows)];
        var joined = new JoinedRows("u", [.. arrays.Select(a
            => new JoinedRows.Part(a.Name, new StreamedRows(a, new Arrangement(null, a.Name, a.Shape, 1)), Rows))]);
        RowReader reader = joined.Only(from, end).Open();
        Assert.Equal(Enumerable.Range(from, end - from).Select(i => (float)i),
            Enumerable.Range(from, end - from).Select(i => reader.Read(i, 0)[0]));
        Assert.Equal(Enumerable.Range(from, end - from), arrays.SelectMany(a => a.Seen));
        // At once, not row by row.
        Assert.All(arrays, a => Assert.InRange(a.Calls, 0, 1));
    }

    private sealed class CountingArray(int first) : StreamedArray("u", [Rows, 2], 1)
    {
        public List<int> Seen { get; } = [];

        public int Calls { get; private set; }

        public override void Read(long[] start, long[] count, Span<float> destination)
        {
            Calls++;
            for (int i = 0; i < count[0]; i++)
            {
                Seen.Add(first + (int)start[0] + i);
                destination[2 * i] = destination[2 * i + 1] = first + start[0] + i;
            }
        }
    }
}
