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
        : DerivedCursor(schema, active, rows)
    {
        private readonly DataViewRowCursor _rows = rows;

        protected override Delegate? Computed(DataViewSchema.Column column)
            => column.Index < Schema.Count - 1 ? null
                : (ValueGetter<VBuffer<float>>)new MappedColumn(mapping, _rows).Get;
    }
}
