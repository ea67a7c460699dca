namespace Microsoft.ML.NeuralOperators.Views;

/// <summary>
/// A range of rows of a data view. Other rows are skipped without asking for their values, so views of files do not
/// read them.
/// </summary>
internal sealed class RangeView : IDataView
{
    private readonly IDataView _source;
    private readonly RowRange _range;

    private RangeView(IDataView source, RowRange range) => (_source, _range) = (source, range);

    public DataViewSchema Schema => _source.Schema;

    public bool CanShuffle => false;

    /// <summary>The rows; of files, a view that reads no block beyond them.</summary>
    public static IDataView Of(IDataView source, RowRange range)
        => source is FieldDataView fields ? fields.Only(range) : new RangeView(source, range);

    /// <summary>How many rows a view has; they are counted if it does not say.</summary>
    public static long Count(IDataView data)
    {
        if (data.GetRowCount() is { } known) return known;
        long rows = 0;
        using DataViewRowCursor cursor = data.GetRowCursor([]);
        while (cursor.MoveNext()) rows++;
        return rows;
    }

    public long? GetRowCount() => _range.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
        => new Cursor(_source.GetRowCursor(columnsNeeded), _range);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n,
        Random? rand = null)
        => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(DataViewRowCursor source, RowRange range) : DataViewRowCursor
    {
        private long _next;
        private bool _isOnRow;

        public override DataViewSchema Schema => source.Schema;

        public override long Position => _isOnRow ? source.Position - range.From : -1;

        public override long Batch => source.Batch;

        public override bool MoveNext()
        {
            for (; _next < range.From; _next++)
                if (!source.MoveNext()) return false;
            return _isOnRow = _next++ < range.End && source.MoveNext();
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => source.IsColumnActive(column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => source.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
            => source.GetGetter<TValue>(column);

        protected override void Dispose(bool disposing)
        {
            if (disposing) source.Dispose();
            base.Dispose(disposing);
        }
    }
}
