namespace Microsoft.ML.NeuralOperators.Views;

/// <summary>A data view whose fields are NaN where a mask column is 0.</summary>
internal sealed class MaskedView : IDataView
{
    private readonly IDataView _input;
    private readonly DataViewSchema.Column _mask;
    private readonly HashSet<int> _fields;

    public MaskedView(IDataView input, string mask, IReadOnlyList<string> fields)
    {
        _input = input;
        _mask = Find(input.Schema, "mask", mask);
        DataViewSchema.Column[] columns = [.. fields.Select(name => Find(input.Schema, "masked", name))];
        foreach (DataViewSchema.Column column in columns)
            if (column.Type is VectorDataViewType { IsKnownSize: true } type
                && _mask.Type is VectorDataViewType { IsKnownSize: true } of && type.Size % of.Size != 0)
                throw FieldColumn.Mismatch("mask", mask, $"as many numbers as '{column.Name}' {type}, or as a channel "
                    + "of it", of.ToString());
        _fields = [.. columns.Select(c => c.Index)];
    }

    public DataViewSchema Schema => _input.Schema;

    public bool CanShuffle => _input.CanShuffle;

    public long? GetRowCount() => _input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        bool[] active = Schema.Active(columnsNeeded);
        bool needsMask = _fields.Any(index => active[index]);
        return new Cursor(this, active, _input.GetRowCursor(
            Schema.Where(c => active[c.Index] || needsMask && c.Index == _mask.Index), rand));
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n,
        Random? rand = null)
        => [GetRowCursor(columnsNeeded, rand)];

    private static DataViewSchema.Column Find(DataViewSchema schema, string role, string name)
    {
        if (schema.GetColumnOrNull(name) is not { } column) throw FieldColumn.Missing(role, name);
        return column.Type is VectorDataViewType type && type.ItemType == NumberDataViewType.Single ? column
            : throw FieldColumn.Mismatch(role, name, "Vector<Single>", column.Type.ToString()!);
    }

    private sealed class Cursor(MaskedView view, bool[] active, DataViewRowCursor rows)
        : DerivedCursor(view.Schema, active, rows)
    {
        private readonly DataViewRowCursor _rows = rows;

        protected override Delegate? Computed(DataViewSchema.Column column)
            => view._fields.Contains(column.Index) ? Masked(column) : null;

        private ValueGetter<VBuffer<float>> Masked(DataViewSchema.Column column)
        {
            ValueGetter<VBuffer<float>> values = _rows.GetGetter<VBuffer<float>>(column),
                masks = _rows.GetGetter<VBuffer<float>>(view._mask);
            VBuffer<float> read = default, mask = default;
            float[] dense = [], counts = [];
            return (ref VBuffer<float> result) =>
            {
                values(ref read);
                masks(ref mask);
                if (dense.Length != read.Length) dense = new float[read.Length];
                if (counts.Length != mask.Length) counts = new float[mask.Length];
                read.CopyTo(dense);
                mask.CopyTo(counts);
                if (counts.Length == 0 || dense.Length % counts.Length != 0)
                    throw new InvalidOperationException($"Row {Position} has {counts.Length} numbers in the mask "
                        + $"'{view._mask.Name}', {dense.Length} in column '{column.Name}'.");
                for (int i = 0; i < dense.Length; i++)
                {
                    float counted = counts[i % counts.Length];
                    if (counted is not (0 or 1))
                        throw new InvalidOperationException($"Row {Position} of the mask '{view._mask.Name}' "
                            + $"holds "
                            + $"{counted}; expected 1 where a point counts and 0 where it does not.");
                    if (counted == 0) dense[i] = float.NaN;
                }
                RowExtensions.CopyTo(dense, ref result);
            };
        }
    }
}
