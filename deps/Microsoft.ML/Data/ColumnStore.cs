namespace Microsoft.ML.Data;

/// <summary>A column in memory.</summary>
internal abstract class ColumnStore
{
    public abstract int Count { get; }

    /// <summary>Reads the current row of a row into the end.</summary>
    public abstract Action Bind(DataViewRow row, DataViewSchema.Column column);

    /// <summary>A getter of the row that a function names.</summary>
    public abstract Delegate Getter(Func<int> row);

    public static ColumnStore Create(DataViewType type)
        => type is VectorDataViewType vector
            ? (ColumnStore)Activator.CreateInstance(typeof(Vectors<>).MakeGenericType(vector.ItemType.RawType))!
            : (ColumnStore)Activator.CreateInstance(typeof(Scalars<>).MakeGenericType(type.RawType))!;

    private sealed class Scalars<T> : ColumnStore
    {
        private readonly List<T> _values = [];

        public override int Count => _values.Count;

        public override Action Bind(DataViewRow row, DataViewSchema.Column column)
        {
            ValueGetter<T> getter = row.GetGetter<T>(column);
            return () =>
            {
                T value = default!;
                getter(ref value);
                _values.Add(value);
            };
        }

        public override Delegate Getter(Func<int> row) => (ValueGetter<T>)((ref T value) => value = _values[row()]);
    }

    private sealed class Vectors<T> : ColumnStore
    {
        private readonly List<VBuffer<T>> _values = [];

        public override int Count => _values.Count;

        public override Action Bind(DataViewRow row, DataViewSchema.Column column)
        {
            ValueGetter<VBuffer<T>> getter = row.GetGetter<VBuffer<T>>(column);
            return () =>
            {
                VBuffer<T> value = default;
                getter(ref value);
                _values.Add(value);
            };
        }

        public override Delegate Getter(Func<int> row) => (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => _values[row()].CopyTo(ref value));
    }
}

/// <summary>Rows in memory, with cursors in any order.</summary>
internal sealed class MemoryCursor(DataViewSchema schema, Func<int, ColumnStore> store, bool[] active, int rows, int[]? order) : DataViewRowCursor
{
    private long _position = -1;
    private bool _isDone;

    public override long Position => _position;

    public override long Batch => 0;

    public override DataViewSchema Schema => schema;

    private int Row => _position >= 0 ? order?[_position] ?? (int)_position : throw new InvalidOperationException("Cannot call getter with cursor in its current state");

    public override bool MoveNext()
    {
        _isDone |= _position + 1 >= rows;
        _position = _isDone ? -1 : _position + 1;
        return !_isDone;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new DataViewRowId((ulong)Row, 0);

    public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column)) throw Runtime.Contracts.ExceptNotActive(column);
        return ColumnDispatch.Cast<TValue>(store(column.Index).Getter(() => Row), column);
    }
}
