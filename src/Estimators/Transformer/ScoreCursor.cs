namespace Microsoft.ML.NeuralOperators;

/// <summary>The input's rows with their scores.</summary>
internal sealed class ScoreCursor(DataViewSchema schema, bool[] active, DataViewRowCursor rows, ScoreReader? scores)
    : DerivedCursor(schema, active, rows)
{
    private bool _isDisposed;

    protected override Delegate? Computed(DataViewSchema.Column column)
        => column.Index < Schema.Count - 1 ? null : (ValueGetter<VBuffer<float>>)GetScore;

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed) scores?.Dispose();
        _isDisposed = true;
        base.Dispose(disposing);
    }

    private void GetScore(ref VBuffer<float> value)
    {
        if (Position < 0) throw new InvalidOperationException("The cursor is not on a row.");
        scores!.Get(Position).CopyTo(ref value);
    }
}
