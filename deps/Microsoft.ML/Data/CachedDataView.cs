namespace Microsoft.ML.Data;

/// <summary>A data view that reads each column of another one once and keeps it.</summary>
internal sealed class CachedDataView(IDataView input) : IDataView
{
    private readonly Lock _gate = new();
    private readonly ColumnStore?[] _stores = new ColumnStore?[input.Schema.Count];
    private int? _rows;

    public bool CanShuffle => true;

    public DataViewSchema Schema => input.Schema;

    public long? GetRowCount() => _rows ?? input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        bool[] active = new bool[Schema.Count];
        foreach (DataViewSchema.Column column in columnsNeeded) active[column.Index] = true;
        int rows = Fill(active);
        int[]? order = rand is null ? null : [.. Enumerable.Range(0, rows)];
        if (order is not null) rand!.Shuffle(order);
        return new MemoryCursor(Schema, i => _stores[i]!, active, rows, order);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
        => [GetRowCursor(columnsNeeded, rand)];

    private int Fill(bool[] active)
    {
        lock (_gate)
        {
            DataViewSchema.Column[] missing = [.. Schema.Where(c => active[c.Index] && _stores[c.Index] is null)];
            if (missing.Length == 0 && _rows is { } known) return known;
            int rows = 0;
            ColumnStore[] stores = [.. missing.Select(c => ColumnStore.Create(c.Type))];
            using (DataViewRowCursor cursor = input.GetRowCursor(missing))
            {
                Action[] read = [.. missing.Select((c, i) => stores[i].Bind(cursor, c))];
                for (; cursor.MoveNext(); rows++)
                    foreach (Action column in read) column();
            }
            for (int i = 0; i < missing.Length; i++) _stores[missing[i].Index] = stores[i];
            _rows = rows;
            return rows;
        }
    }
}
