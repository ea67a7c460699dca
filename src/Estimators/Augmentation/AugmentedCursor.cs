namespace Microsoft.ML.NeuralOperators.Augmentation;

/// <summary>Rows and their copies, computed for the columns that are read.</summary>
internal sealed class AugmentedCursor(AugmentedDataView view, DataViewRowCursor rows, bool[] active)
    : DataViewRowCursor
{
    private IEnumerator<FieldChange?>? _changes;
    private long _position = -1;
    private long _copy;
    private bool _isDone;
    private bool _isDisposed;

    public override DataViewSchema Schema => view.Schema;

    public override long Position => _position;

    public override long Batch => rows.Batch;

    private FieldChange? Change => _position >= 0 ? _changes!.Current
        : throw new InvalidOperationException("The cursor is not on a row.");

    public override bool MoveNext()
    {
        while (!_isDone)
        {
            if (_changes?.MoveNext() == true)
            {
                _position++;
                _copy++;
                return true;
            }
            _changes?.Dispose();
            _isDone = !rows.MoveNext();
            (_changes, _copy) = (_isDone ? null : view.Changes(rows.Position).GetEnumerator(), -1);
        }
        _position = -1;
        return false;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

    public override ValueGetter<DataViewRowId> GetIdGetter()
    {
        ValueGetter<DataViewRowId> getter = rows.GetIdGetter();
        return (ref DataViewRowId id) =>
        {
            getter(ref id);
            if (Change is not null) id = id.Combine(new DataViewRowId((ulong)_copy, 1));
        };
    }

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        this.RequireActive(column);
        ValueGetter<TValue> getter = rows.GetGetter<TValue>(rows.Schema[column.Index]);
        int field = view.FieldOf(column);
        if (field < 0) return getter;
        var original = (ValueGetter<VBuffer<float>>)(object)getter;
        VBuffer<float> row = default;
        float[] source = [], changed = [];
        ValueGetter<VBuffer<float>> copy = (ref VBuffer<float> value) =>
        {
            FieldChange? change = Change;
            if (change is null)
            {
                original(ref value);
                return;
            }
            original(ref row);
            if (source.Length != row.Length) (source, changed) = (new float[row.Length], new float[row.Length]);
            row.CopyTo(source);
            change.Apply(field, source, changed);
            RowExtensions.CopyTo(changed, ref value);
        };
        return copy.As<TValue>(column);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            _changes?.Dispose();
            rows.Dispose();
        }
        base.Dispose(disposing);
    }
}
