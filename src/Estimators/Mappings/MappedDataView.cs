namespace Microsoft.ML.NeuralOperators.Mappings;

/// <summary>A data view with the new column after its own, computed where it is read.</summary>
internal sealed class MappedDataView(IDataView input, BoundMapping mapping) : IDataView
{
    public DataViewSchema Schema { get; } = ScoreColumn.AddTo(input.Schema, mapping.Output);

    public bool CanShuffle => input.CanShuffle;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        bool[] active = Schema.Active(columnsNeeded);
        return new Cursor(Schema, active, input.GetRowCursor(Needed(active), rand), mapping);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n,
        Random? rand = null)
    {
        bool[] active = Schema.Active(columnsNeeded);
        return [.. input.GetRowCursorSet(Needed(active), n, rand)
            .Select(rows => new Cursor(Schema, active, rows, mapping))];
    }

    private IEnumerable<DataViewSchema.Column> Needed(bool[] active)
        => FieldMappingTransformer.Dependencies(input.Schema, active, mapping);

    private sealed class Cursor(DataViewSchema schema, bool[] active, DataViewRowCursor rows, BoundMapping mapping)
        : DataViewRowCursor
    {
        private bool _isDisposed;

        public override DataViewSchema Schema => schema;

        public override long Position => rows.Position;

        public override long Batch => rows.Batch;

        public override bool MoveNext() => rows.MoveNext();

        public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

        public override ValueGetter<DataViewRowId> GetIdGetter() => rows.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            this.RequireActive(column);
            return column.Index < schema.Count - 1 ? rows.GetGetter<TValue>(rows.Schema[column.Index])
                : new ValueGetter<VBuffer<float>>(new MappedColumn(mapping, rows).Get).As<TValue>(column);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_isDisposed)
            {
                _isDisposed = true;
                rows.Dispose();
            }
            base.Dispose(disposing);
        }
    }
}
