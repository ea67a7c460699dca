using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Rows in a random order, drawn from a pool that is refilled from the input; the same seed gives the same order.</summary>
internal sealed class ShuffledDataView(IDataView input, int seed, int poolSize, bool shuffleSource) : IDataView
{
    public bool CanShuffle => true;

    public DataViewSchema Schema => input.Schema;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        rand ??= new Random(seed);
        DataViewSchema.Column[] columns = [.. columnsNeeded];
        return new Cursor(input.GetRowCursor(columns, shuffleSource && input.CanShuffle ? rand : null), columns, poolSize, rand);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
        => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : DataViewRowCursor
    {
        private readonly DataViewRowCursor _input;
        private readonly Random _random;
        private readonly int _poolSize;
        private readonly Dictionary<int, PooledColumn> _columns = [];
        private readonly ValueGetter<DataViewRowId> _id;
        private readonly List<DataViewRowId> _ids = [];
        private readonly List<int> _waiting = [];
        private long _position = -1;
        private int _slot = -1;
        private bool _inputIsDone;

        public Cursor(DataViewRowCursor input, DataViewSchema.Column[] columns, int poolSize, Random random)
        {
            (_input, _poolSize, _random, _id) = (input, poolSize, random, input.GetIdGetter());
            foreach (DataViewSchema.Column column in columns) _columns.TryAdd(column.Index, PooledColumn.Create(input, column));
        }

        public override long Position => _position;

        public override long Batch => 0;

        public override DataViewSchema Schema => _input.Schema;

        private int Slot => _position >= 0 ? _slot : throw new InvalidOperationException("Cannot call getter with cursor in its current state");

        public override bool MoveNext()
        {
            // The slot that was just read is free; before the first row all are.
            if (_position < 0 && !_inputIsDone)
                while (_waiting.Count < _poolSize && ReadInto(_ids.Count)) { }
            else if (_position >= 0)
                ReadInto(_slot);
            if (_waiting.Count == 0)
            {
                _position = -1;
                return false;
            }
            int chosen = _random.Next(_waiting.Count);
            _slot = _waiting[chosen];
            _waiting[chosen] = _waiting[^1];
            _waiting.RemoveAt(_waiting.Count - 1);
            _position++;
            return true;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = _ids[Slot];

        public override bool IsColumnActive(DataViewSchema.Column column) => _columns.ContainsKey(column.Index);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
            => ColumnDispatch.Cast<TValue>((_columns.GetValueOrDefault(column.Index) ?? throw Runtime.Contracts.ExceptNotActive(column)).Getter(() => Slot), column);

        protected override void Dispose(bool disposing)
        {
            if (disposing) _input.Dispose();
            base.Dispose(disposing);
        }

        private bool ReadInto(int slot)
        {
            if (_inputIsDone || !_input.MoveNext())
            {
                _inputIsDone = true;
                return false;
            }
            foreach (PooledColumn column in _columns.Values) column.Read(slot);
            DataViewRowId id = default;
            _id(ref id);
            if (slot == _ids.Count) _ids.Add(id);
            else _ids[slot] = id;
            _waiting.Add(slot);
            return true;
        }
    }

    /// <summary>The values of one column in the pool; their memory is used again.</summary>
    private abstract class PooledColumn
    {
        private static readonly MethodInfo Plain = typeof(PooledColumn).GetMethod(nameof(OfValues), BindingFlags.Static | BindingFlags.NonPublic)!;
        private static readonly MethodInfo Buffers = typeof(PooledColumn).GetMethod(nameof(OfVectors), BindingFlags.Static | BindingFlags.NonPublic)!;

        public static PooledColumn Create(DataViewRow row, DataViewSchema.Column column)
        {
            MethodInfo method = column.Type is VectorDataViewType vector ? Buffers.MakeGenericMethod(vector.ItemType.RawType) : Plain.MakeGenericMethod(column.Type.RawType);
            return (PooledColumn)ColumnDispatch.Invoke(method, row, column)!;
        }

        public abstract void Read(int slot);

        public abstract Delegate Getter(Func<int> slot);

        private static PooledColumn OfValues<T>(DataViewRow row, DataViewSchema.Column column) => new Values<T>(row.GetGetter<T>(column), (in T from, ref T to) => to = from);

        private static PooledColumn OfVectors<T>(DataViewRow row, DataViewSchema.Column column)
            => new Values<VBuffer<T>>(row.GetGetter<VBuffer<T>>(column), (in VBuffer<T> from, ref VBuffer<T> to) => from.CopyTo(ref to));

        private delegate void Copy<T>(in T from, ref T to);

        private sealed class Values<T>(ValueGetter<T> getter, Copy<T> copy) : PooledColumn
        {
            private T[] _slots = new T[16];

            public override void Read(int slot)
            {
                if (slot >= _slots.Length) Array.Resize(ref _slots, 2 * slot);
                getter(ref _slots[slot]);
            }

            public override Delegate Getter(Func<int> slot) => (ValueGetter<T>)((ref T value) => copy(_slots[slot()], ref value));
        }
    }
}
