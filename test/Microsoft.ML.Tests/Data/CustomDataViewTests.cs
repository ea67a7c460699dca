using Microsoft.ML.Data;
using Xunit;

namespace Microsoft.ML.Tests.Data;

/// <summary>A view of an outsider's own works in all operations.</summary>
public class CustomDataViewTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void ItsRowsAreReadAsAnyOthers()
    {
        var ramps = new Ramps(5);
        Assert.Equal([4f, 5, 6, 7], ramps.GetColumn<float[]>("Ramp").Last());
        Assert.Equal([0f, 1, 2, 3], _ml.Data.CreateEnumerable<Row>(ramps, false).First().Ramp!);
    }

    [Fact]
    public void ItGoesThroughEveryOperation()
    {
        IDataView data = new Ramps(40);
        data = _ml.Data.TakeRows(_ml.Data.SkipRows(_ml.Data.Cache(data), 10), 20);
        Assert.Equal(Enumerable.Range(10, 20).Select(i => (float)i), data.GetColumn<float[]>("Ramp").Select(r => r[0]));
        Assert.Equal("Vector<Single, 1, 2, 2>", data.Schema["Ramp"].Type.ToString());
        Assert.True(data.Schema["Ramp"].IsNormalized());
        DataOperationsCatalog.TrainTestData split = _ml.Data.TrainTestSplit(data, 0.25);
        Assert.Equal(20, split.TrainSet.GetColumn<float[]>("Ramp").Count() + split.TestSet.GetColumn<float[]>("Ramp").Count());
        Assert.Equal(20, _ml.Data.ShuffleRows(data).Preview().RowView.Length);
    }

    [Fact]
    public void OperationsAskForTheColumnsTheyNeed()
    {
        var ramps = new Ramps(3);
        Assert.Equal(3, ramps.GetColumn<float[]>("Ramp").Count());
        Assert.Equal(["Ramp"], ramps.LastAsked);
        IDataView filtered = _ml.Data.FilterRowsByColumn(ramps, "Row", 1);
        Assert.Equal(2, filtered.GetColumn<float[]>("Ramp").Count());
        Assert.Equal(["Ramp", "Row"], ramps.LastAsked.Order());
    }

    public class Row
    {
        public float[]? Ramp { get; set; }
    }

    /// <summary>Row i holds i, i + 1, i + 2, i + 3 as a field of 1 x 2 x 2, and i itself.</summary>
    public sealed class Ramps : IDataView
    {
        private readonly int _count;

        public Ramps(int count)
        {
            _count = count;
            var annotations = new DataViewSchema.Annotations.Builder();
            annotations.AddPrimitiveValue("IsNormalized", BooleanDataViewType.Instance, true);
            var builder = new DataViewSchema.Builder();
            builder.AddColumn("Ramp", new VectorDataViewType(NumberDataViewType.Single, 1, 2, 2), annotations.ToAnnotations());
            builder.AddColumn("Row", NumberDataViewType.Single);
            Schema = builder.ToSchema();
        }

        public string[] LastAsked { get; private set; } = [];

        public bool CanShuffle => false;

        public DataViewSchema Schema { get; }

        public long? GetRowCount() => null;

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
        {
            string[] asked = [.. columnsNeeded.Select(c => c.Name).Distinct()];
            LastAsked = asked;
            return new Cursor(this, asked);
        }

        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
            => [GetRowCursor(columnsNeeded, rand)];

        private sealed class Cursor(Ramps view, string[] asked) : DataViewRowCursor
        {
            private long _position = -1;

            public override long Position => _position;

            public override long Batch => 0;

            public override DataViewSchema Schema => view.Schema;

            public override bool MoveNext()
            {
                if (_position + 1 < view._count)
                {
                    _position++;
                    return true;
                }
                _position = -1;
                return false;
            }

            public override bool IsColumnActive(DataViewSchema.Column column) => asked.Contains(column.Name);

            public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new((ulong)_position, 0);

            public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
            {
                if (!IsColumnActive(column)) throw new InvalidOperationException($"{column.Name} was not asked for");
                return column.Name == "Row" ? (ValueGetter<TValue>)(object)(ValueGetter<float>)GetRow : (ValueGetter<TValue>)(object)(ValueGetter<VBuffer<float>>)GetRamp;
            }

            private void GetRow(ref float value) => value = _position;

            private void GetRamp(ref VBuffer<float> value)
            {
                VBufferEditor<float> editor = VBufferEditor.Create(ref value, 4);
                for (int i = 0; i < 4; i++) editor.Values[i] = _position + i;
                value = editor.Commit();
            }
        }
    }
}
