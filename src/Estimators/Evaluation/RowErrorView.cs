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

    private sealed class Cursor : DataViewRowCursor
    {
        private readonly RowErrorView _view;
        private readonly bool[] _active;
        private readonly DataViewRowCursor _rows;
        private readonly Func<long, RowErrors>? _read;
        private long _measured = -1;
        private float _error;

        public Cursor(RowErrorView view, bool[] active, DataViewRowCursor rows)
        {
            (_view, _active, _rows) = (view, active, rows);
            if (active[^1]) _read = view.Reader(rows);
        }

        public override DataViewSchema Schema => _view.Schema;

        public override long Position => _rows.Position;

        public override long Batch => _rows.Batch;

        public override bool MoveNext() => _rows.MoveNext();

        public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

        public override ValueGetter<DataViewRowId> GetIdGetter() => _rows.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            this.RequireActive(column);
            return column.Index < _active.Length - 1 ? _rows.GetGetter<TValue>(_rows.Schema[column.Index])
                : new ValueGetter<float>(GetError).As<TValue>(column);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) _rows.Dispose();
            base.Dispose(disposing);
        }

        private void GetError(ref float value)
        {
            if (_rows.Position < 0) throw new InvalidOperationException("The cursor is not on a row.");
            if (_measured != _rows.Position) _error = _view.Of(_read!(_rows.Position));
            _measured = _rows.Position;
            value = _error;
        }
    }
}
