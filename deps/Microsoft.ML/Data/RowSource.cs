using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>A cursor over another one's rows, some of them or in another order; columns and getters are the other's.</summary>
internal abstract class WrappedCursor(DataViewRowCursor input) : DataViewRowCursor
{
    private long _position = -1;

    public override long Position => _position;

    public override long Batch => input.Batch;

    public override DataViewSchema Schema => input.Schema;

    protected DataViewRowCursor Input => input;

    public sealed override bool MoveNext()
    {
        bool moved = Next();
        _position = moved ? _position + 1 : -1;
        return moved;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => input.GetGetter<TValue>(column);

    public override bool IsColumnActive(DataViewSchema.Column column) => input.IsColumnActive(column);

    protected abstract bool Next();

    protected override void Dispose(bool disposing)
    {
        if (disposing) input.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>A data view that gives some of another one's rows.</summary>
/// <param name="input">The other one.</param>
/// <param name="cursor">Picks rows of a cursor.</param>
/// <param name="needed">Columns that picking reads.</param>
/// <param name="count">The number of rows, from that of the other.</param>
internal sealed class FilteredDataView(IDataView input, Func<DataViewRowCursor, DataViewRowCursor> cursor, int[] needed, Func<long?, long?> count) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema => input.Schema;

    public long? GetRowCount() => count(input.GetRowCount());

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
        => cursor(input.GetRowCursor(columnsNeeded.Concat(needed.Select(i => input.Schema[i]))));

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
        => [GetRowCursor(columnsNeeded, rand)];
}

/// <summary>Gives the rows for which a function says so.</summary>
internal sealed class SelectingCursor : WrappedCursor
{
    private readonly Func<long, RowVerdict> _pick;
    private long _row = -1;

    public SelectingCursor(DataViewRowCursor input, Func<long, RowVerdict> pick)
        : base(input) => _pick = pick;

    protected override bool Next()
    {
        while (true)
        {
            RowVerdict verdict = _pick(_row + 1);
            if (verdict == RowVerdict.Stop || !Input.MoveNext()) return false;
            _row++;
            if (verdict == RowVerdict.Take) return true;
        }
    }
}

/// <summary>What becomes of a row.</summary>
internal enum RowVerdict
{
    Take,
    Skip,
    Stop,
}

/// <summary>Gives the rows that fulfil a condition on their values.</summary>
internal sealed class ConditionCursor(DataViewRowCursor input, Func<bool> condition) : WrappedCursor(input)
{
    protected override bool Next()
    {
        while (Input.MoveNext())
            if (condition()) return true;
        return false;
    }
}
