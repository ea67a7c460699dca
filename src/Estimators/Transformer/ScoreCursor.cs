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
        if (!IsColumnActive(column))
            throw new InvalidOperationException($"Column '{column.Name}' was not requested when the cursor was "
                + "created.");
        if (column.Index < schema.Count - 1) return rows.GetGetter<TValue>(rows.Schema[column.Index]);
        ValueGetter<VBuffer<float>> getter = GetScore;
        return getter as ValueGetter<TValue> ?? throw new InvalidOperationException(
            $"Invalid TValue in GetGetter for column '{column.Name}': '{typeof(TValue)}' instead of "
            + $"'{typeof(VBuffer<float>)}'.");
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
        ReadOnlySpan<float> score = scores!.Get(rows.Position);
        VBufferEditor<float> editor = VBufferEditor.Create(ref value, score.Length);
        score.CopyTo(editor.Values);
        value = editor.Commit();
    }
}
