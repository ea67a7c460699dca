namespace Microsoft.ML.NeuralOperators;

/// <summary>The input's rows with their scores.</summary>
internal sealed class ScoreCursor(DataViewSchema schema, bool[] active, DataViewRowCursor rows, ScoreReader? scores)
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
        if (column.Index < schema.Count - 1) return rows.GetGetter<TValue>(rows.Schema[column.Index]);
        return new ValueGetter<VBuffer<float>>(GetScore).As<TValue>(column);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            scores?.Dispose();
            rows.Dispose();
        }
        base.Dispose(disposing);
    }

    private void GetScore(ref VBuffer<float> value)
    {
        if (rows.Position < 0) throw new InvalidOperationException("The cursor is not on a row.");
        scores!.Get(rows.Position).CopyTo(ref value);
    }
}
