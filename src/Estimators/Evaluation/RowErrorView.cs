namespace Microsoft.ML.NeuralOperators.Views;

/// <summary>A data view with the error of every row after its columns, computed where it is asked for.</summary>
/// <param name="input">The rows.</param>
/// <param name="columns">What is compared.</param>
/// <param name="options">How.</param>
/// <param name="metric">Which error.</param>
/// <param name="name">The new column.</param>
internal sealed class RowErrorView(IDataView input, EvaluatedColumns columns, EvaluationOptions options,
    RowMetric metric, string name) : IDataView
{
    public DataViewSchema Schema { get; } = With(input.Schema, name);

    public bool CanShuffle => input.CanShuffle;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        bool[] active = Schema.Active(columnsNeeded);
        IEnumerable<DataViewSchema.Column> needed = input.Schema.Where(column => active[column.Index]);
        if (active[^1]) needed = needed.Concat(columns.Needed).DistinctBy(column => column.Index);
        return new Cursor(this, active, input.GetRowCursor(needed, rand));
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n,
        Random? rand = null)
        => [GetRowCursor(columnsNeeded, rand)];

    private static DataViewSchema With(DataViewSchema schema, string name)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(schema);
        builder.AddColumn(name, NumberDataViewType.Single);
        return builder.ToSchema();
    }

    private Func<long, RowErrors> Reader(DataViewRow rows) => columns.Reader(rows, columns.Accumulator(options));

    private float Of(RowErrors errors) => (float)(metric switch
    {
        RowMetric.RelativeL1 => errors.RelativeL1,
        RowMetric.RelativeH1 => errors.RelativeH1,
        RowMetric.MaximumError => errors.MaximumError,
        RowMetric.RootMeanSquaredError => errors.RootMeanSquaredError,
        _ => errors.RelativeL2,
    });

    private sealed class Cursor(RowErrorView view, bool[] active, DataViewRowCursor rows)
        : DerivedCursor(view.Schema, active, rows)
    {
        private readonly Func<long, RowErrors>? _read = active[^1] ? view.Reader(rows) : null;
        private long _measured = -1;
        private float _error;

        protected override Delegate? Computed(DataViewSchema.Column column)
            => column.Index < Schema.Count - 1 ? null : (ValueGetter<float>)GetError;

        private void GetError(ref float value)
        {
            if (Position < 0) throw new InvalidOperationException("The cursor is not on a row.");
            if (_measured != Position) _error = view.Of(_read!(Position));
            _measured = Position;
            value = _error;
        }
    }
}
