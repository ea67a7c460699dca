namespace Microsoft.ML.Data;

/// <summary>Objects as rows.</summary>
internal sealed class EnumerableDataView<TRow> : IDataView
    where TRow : class
{
    private readonly IEnumerable<TRow> _data;
    private readonly SchemaDefinition _definition;

    public EnumerableDataView(IEnumerable<TRow> data, SchemaDefinition? definition, DataViewSchema? schema = null)
    {
        _data = data;
        _definition = definition ?? SchemaDefinition.Create(typeof(TRow), SchemaDefinition.Direction.Read);
        if (schema is not null)
        {
            var chosen = new SchemaDefinition();
            foreach (DataViewSchema.Column column in schema.Where(c => !c.IsHidden))
                chosen.Add(_definition[column.Name] is { } own ? new SchemaDefinition.Column(own.MemberName, column.Name, column.Type)
                    : throw new ArgumentOutOfRangeException(nameof(schema), $"Column '{column.Name}' has no member in type '{typeof(TRow).FullName}'"));
            _definition = chosen;
        }
        var builder = new DataViewSchema.Builder();
        foreach (SchemaDefinition.Column column in _definition)
        {
            System.Reflection.MemberInfo member = TypedMember.Find(typeof(TRow), column.MemberName);
            Type own = TypedMember.TypeOf(member);
            Type item = ColumnTypes.ItemType(own) ?? own;
            PrimitiveDataViewType expected = ColumnTypes.Find(item)!;
            bool isVector = ColumnTypes.ItemType(own) is not null;
            DataViewType actual = column.ColumnType is VectorDataViewType v ? v.ItemType : column.ColumnType;
            if (isVector != column.ColumnType is VectorDataViewType || actual.RawType != expected.RawType)
                throw new ArgumentOutOfRangeException(nameof(definition), $"The expected type '{own}' of member '{column.MemberName}' does not match the column type '{column.ColumnType}'");
            builder.AddColumn(column.ColumnName, column.ColumnType, column.Annotations);
        }
        Schema = builder.ToSchema();
    }

    public bool CanShuffle => _data is IList<TRow>;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => _data is ICollection<TRow> collection ? collection.Count : null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        IEnumerable<TRow> rows = _data;
        if (rand is not null && _data is IList<TRow> list)
        {
            int[] order = [.. Enumerable.Range(0, list.Count)];
            rand.Shuffle(order);
            rows = order.Select(i => list[i]);
        }
        return new Cursor(this, columnsNeeded, rows.GetEnumerator());
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
        => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : DataViewRowCursor
    {
        private readonly EnumerableDataView<TRow> _view;
        private readonly bool[] _active;
        private readonly IEnumerator<TRow> _rows;
        private long _position = -1;

        public Cursor(EnumerableDataView<TRow> view, IEnumerable<DataViewSchema.Column> columns, IEnumerator<TRow> rows)
        {
            (_view, _rows, _active) = (view, rows, new bool[view.Schema.Count]);
            foreach (DataViewSchema.Column column in columns) _active[column.Index] = true;
        }

        public override long Position => _position;

        public override long Batch => 0;

        public override DataViewSchema Schema => _view.Schema;

        private TRow Current => _position >= 0 ? _rows.Current : throw new InvalidOperationException("Cannot call getter with cursor in its current state");

        public override bool MoveNext()
        {
            bool moved = _rows.MoveNext();
            _position = moved ? _position + 1 : -1;
            return moved;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new DataViewRowId((ulong)_position, 0);

        public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!IsColumnActive(column)) throw ColumnDispatch.NotActive(column);
            return ColumnDispatch.Cast<TValue>(TypedGetter.Create(_view._definition[column.Index], () => Current), column);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) _rows.Dispose();
            base.Dispose(disposing);
        }
    }
}
