using Microsoft.ML.NeuralOperators.Columns;

namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>
/// Some rows of a data view, and every n-th point of their fields: streaming, the same at every pass.
/// </summary>
internal sealed class ReducedDataView : IDataView
{
    private readonly IDataView _input;
    // By column: the field that is thinned, or null.
    private readonly ThinnedGrid?[] _grids;
    // By row: whether it stays; null where all do.
    private readonly bool[]? _keeps;
    private readonly int _rows;

    private ReducedDataView(IDataView input, IReadOnlyList<FieldColumn> fields, int stride, bool[]? keeps)
    {
        (_input, _keeps, _rows) = (input, keeps, keeps?.Count(k => k) ?? 0);
        _grids = [.. input.Schema.Select(c => stride > 1 && !c.IsHidden
            && fields.FirstOrDefault(f => f.Name == c.Name) is { } field ? new ThinnedGrid(field, stride) : null)];
        Schema = stride > 1 ? Thinned(input.Schema) : input.Schema;
    }

    public DataViewSchema Schema { get; }

    public bool CanShuffle => false;

    /// <summary>The rows that a trial is trained on.</summary>
    /// <param name="input">All rows.</param>
    /// <param name="trainer">The trainer, whose columns are thinned.</param>
    /// <param name="samples">How many rows; all, where there are no more.</param>
    /// <param name="stride">Every so-many-th point is taken.</param>
    /// <param name="seed">Decides which rows: with one seed, fewer are among more.</param>
    /// <exception cref="InvalidOperationException">
    /// The fields are on no grids, or the stride does not fit them.
    /// </exception>
    public static IDataView Of(IDataView input, NeuralOperatorTrainer trainer, int? samples, int stride, int seed)
    {
        int all = samples is null ? 0 : Count(input);
        bool[]? keeps = samples is { } count && count < all ? Drawn(all, count, seed) : null;
        return keeps is null && stride == 1 ? input
            : new ReducedDataView(input, stride == 1 ? [] : trainer.GridFields(input.Schema), stride, keeps);
    }

    /// <summary>Rows of a data view, which are counted where it does not know.</summary>
    public static int Count(IDataView input)
    {
        if (input.GetRowCount() is { } known) return checked((int)known);
        int rows = 0;
        using DataViewRowCursor cursor = input.GetRowCursor([]);
        while (cursor.MoveNext()) rows++;
        return rows;
    }

    public long? GetRowCount() => _keeps is null ? _input.GetRowCount() : _rows;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        bool[] active = Schema.Active(columnsNeeded);
        return new Cursor(this, active, _input.GetRowCursor(_input.Schema.Where(c => active[c.Index])));
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n,
        Random? rand = null)
        => [GetRowCursor(columnsNeeded, rand)];

    private static bool[] Drawn(int all, int count, int seed)
    {
        int[] order = [.. Enumerable.Range(0, all)];
        new SeededRandom(seed, SeedUse.Subset).Shuffle(order);
        bool[] keeps = new bool[all];
        foreach (int row in order.AsSpan(0, count)) keeps[row] = true;
        return keeps;
    }

    private DataViewSchema Thinned(DataViewSchema schema)
    {
        var builder = new DataViewSchema.Builder();
        foreach (DataViewSchema.Column column in schema)
            builder.AddColumn(column.Name, _grids[column.Index]?.TypeOf(column.Type) ?? column.Type,
                column.Annotations);
        return builder.ToSchema();
    }

    private sealed class Cursor(ReducedDataView view, bool[] active, DataViewRowCursor rows)
        : DerivedCursor(view.Schema, active, rows)
    {
        private readonly DataViewRowCursor _rows = rows;
        private long _position = -1, _row = -1;

        public override long Position => _position;

        public override bool MoveNext()
        {
            while (_rows.MoveNext())
            {
                _row++;
                if (view._keeps is { } keeps && !keeps[_row]) continue;
                _position++;
                return true;
            }
            _position = -1;
            return false;
        }

        protected override Delegate? Computed(DataViewSchema.Column column)
        {
            if (view._grids[column.Index] is not { } grid) return null;
            ValueGetter<VBuffer<float>> all = _rows.GetGetter<VBuffer<float>>(_rows.Schema[column.Index]);
            VBuffer<float> row = default;
            float[] some = new float[grid.Length];
            ValueGetter<VBuffer<float>> thinned = (ref VBuffer<float> value) =>
            {
                all(ref row);
                VBuffer<float> dense = default;
                row.CopyToDense(ref dense);
                grid.Take(dense.GetValues(), some);
                RowExtensions.CopyTo(some, ref value);
            };
            return thinned;
        }
    }
}
