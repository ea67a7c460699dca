namespace Microsoft.ML.NeuralOperators.Views;

/// <summary>A data view with a column of anomalies and their mean, added in double precision.</summary>
internal sealed class RestoredView : IDataView
{
    private readonly IDataView _input;
    private readonly DataViewSchema.Column _anomalies;
    private readonly double _mean;

    /// <param name="input">The rows.</param>
    /// <param name="column">The anomalies.</param>
    /// <param name="output">The name of the new column.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing, of another type or has no mean.</exception>
    public RestoredView(IDataView input, string column, string output)
    {
        _input = input;
        if (input.Schema.GetColumnOrNull(column) is not { } found) throw FieldColumn.Missing("anomaly", column);
        if (found.Type is not VectorDataViewType type || type.ItemType != NumberDataViewType.Single)
            throw FieldColumn.Mismatch("anomaly", column, "Vector<Single>", found.Type.ToString()!);
        _anomalies = found;
        _mean = Anomalies.MeanOf(input.Schema, column)
            ?? throw new ArgumentOutOfRangeException(nameof(column),
                $"Column '{column}' has no mean to add: it was not "
                + "read as \"array - mean\", nor predicted by a model of such a column.");
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(input.Schema);
        builder.AddColumn(output, type.IsKnownSize ? new VectorDataViewType(NumberDataViewType.Double,
            (int[])[.. type.Dimensions]) : new VectorDataViewType(NumberDataViewType.Double));
        Schema = builder.ToSchema();
    }

    public DataViewSchema Schema { get; }

    public bool CanShuffle => _input.CanShuffle;

    public long? GetRowCount() => _input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        bool[] active = Schema.Active(columnsNeeded);
        return new Cursor(this, active, _input.GetRowCursor(_input.Schema
            .Where(c => active[c.Index] || active[^1] && c.Index == _anomalies.Index), rand));
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n,
        Random? rand = null)
        => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(RestoredView view, bool[] active, DataViewRowCursor rows)
        : DerivedCursor(view.Schema, active, rows)
    {
        private readonly DataViewRowCursor _rows = rows;

        protected override Delegate? Computed(DataViewSchema.Column column)
        {
            if (column.Index < Schema.Count - 1) return null;
            ValueGetter<VBuffer<float>> getter = _rows.GetGetter<VBuffer<float>>(view._anomalies);
            VBuffer<float> anomalies = default;
            return (ValueGetter<VBuffer<double>>)((ref VBuffer<double> value) =>
            {
                getter(ref anomalies);
                VBufferEditor<double> editor = VBufferEditor.Create(ref value, anomalies.Length);
                int i = 0;
                foreach (float anomaly in anomalies.DenseValues()) editor.Values[i++] = anomaly + view._mean;
                value = editor.Commit();
            });
        }
    }
}
