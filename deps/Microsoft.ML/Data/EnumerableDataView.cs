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
        _definition = schema is not null ? Definition(schema) : definition ?? SchemaDefinition.Create(typeof(TRow), SchemaDefinition.Direction.Read);
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

    /// <summary>The type gives the columns; the schema their types, which may be more specific, and their annotations.</summary>
    internal static SchemaDefinition Definition(DataViewSchema schema)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(TRow), SchemaDefinition.Direction.Read);
        foreach (DataViewSchema.Column column in schema)
        {
            SchemaDefinition.Column own = definition[column.Name] ?? throw new InvalidOperationException($"Type should contain a member named {column.Name}");
            own.ColumnType = column.Type;
            own.AddAnnotations(column.Annotations);
        }
        return definition;
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => _data is ICollection<TRow> collection ? collection.Count : null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
        => new Cursor(this, columnsNeeded, _data.GetEnumerator());

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
            if (moved && _rows.Current is null) throw new InvalidOperationException("Encountered null when iterating over data, this is not supported.");
            _position = moved ? _position + 1 : -1;
            return moved;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new DataViewRowId((ulong)_position, 0);

        public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!IsColumnActive(column)) throw Runtime.Contracts.ExceptNotActive(column);
            return ColumnDispatch.Cast<TValue>(TypedGetter.Create(_view._definition[column.Index], () => Current), column);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) _rows.Dispose();
            base.Dispose(disposing);
        }
    }
}
