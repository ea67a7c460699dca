namespace Microsoft.ML.NeuralOperators.Reports;

/// <summary>Reads some vector columns row by row.</summary>
internal sealed class RowReader : IDisposable
{
    private readonly DataViewRowCursor _cursor;
    private readonly ValueGetter<VBuffer<float>>[] _getters;
    private readonly VBuffer<float>[] _buffers;

    public RowReader(IDataView data, string[] columns)
    {
        DataViewSchema.Column[] found = [.. columns.Select(name => data.Schema.GetColumnOrNull(name)
            ?? throw FieldColumn.Missing("report", name))];
        _cursor = data.GetRowCursor(found);
        _getters = [.. found.Select(column => _cursor.GetGetter<VBuffer<float>>(column))];
        _buffers = new VBuffer<float>[found.Length];
    }

    public bool Read()
    {
        if (!_cursor.MoveNext()) return false;
        for (int i = 0; i < _getters.Length; i++) _getters[i](ref _buffers[i]);
        return true;
    }

    public float[] Values(int column) => [.. _buffers[column].DenseValues()];

    /// <summary>The row's values, which stay when the next row is read.</summary>
    public float[][] Copy() => [.. Enumerable.Range(0, _buffers.Length).Select(Values)];

    public void Dispose() => _cursor.Dispose();
}
