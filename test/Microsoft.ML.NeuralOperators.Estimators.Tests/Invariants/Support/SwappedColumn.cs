using Microsoft.ML.Data;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;

/// <summary>Rows whose column of one name comes from other rows.</summary>
internal sealed class SwappedColumn : IDataView
{
    private readonly IDataView _rows;
    private readonly IDataView _other;
    private readonly string _name;

    public SwappedColumn(IDataView rows, IDataView other, string name)
    {
        (_rows, _other, _name) = (rows, other, name);
        var builder = new DataViewSchema.Builder();
        foreach (DataViewSchema.Column column in rows.Schema)
            builder.AddColumn(column.Name, (column.Name == name ? other : rows).Schema[column.Name].Type);
        Schema = builder.ToSchema();
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
        => new Cursor(this);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n,
        Random? rand = null) => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(SwappedColumn view) : DataViewRowCursor
    {
        private readonly DataViewRowCursor _own = view._rows.GetRowCursor(view._rows.Schema),
            _other = view._other.GetRowCursor(view._other.Schema);

        public override long Position => _own.Position;

        public override long Batch => _own.Batch;

        public override DataViewSchema Schema => view.Schema;

        public override bool MoveNext() => _own.MoveNext() && _other.MoveNext();

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override ValueGetter<DataViewRowId> GetIdGetter() => _own.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            DataViewRowCursor source = column.Name == view._name ? _other : _own;
            return source.GetGetter<TValue>(source.Schema[column.Name]);
        }

        protected override void Dispose(bool disposing)
        {
            _own.Dispose();
            _other.Dispose();
            base.Dispose(disposing);
        }
    }
}
