namespace Microsoft.ML.NeuralOperators.Columns;

/// <summary>
/// A cursor over the rows of another one, some of whose columns are computed; the others pass through.
/// </summary>
/// <param name="schema">The columns: those of the rows, and perhaps more after them.</param>
/// <param name="active">Which of them are asked for.</param>
/// <param name="rows">The rows; disposed with this cursor.</param>
internal abstract class DerivedCursor(DataViewSchema schema, bool[] active, DataViewRowCursor rows) : DataViewRowCursor
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
        return Computed(column)?.As<TValue>(column) ?? rows.GetGetter<TValue>(rows.Schema[column.Index]);
    }

    /// <summary>The getter of a column that is computed; null for one that passes through.</summary>
    protected abstract Delegate? Computed(DataViewSchema.Column column);

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
