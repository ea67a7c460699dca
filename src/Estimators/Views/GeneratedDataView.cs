namespace Microsoft.ML.NeuralOperators.Views;

/// <summary>
/// Samples that are made as a cursor comes to them, some blocks at a time: one column a field. Every pass makes the
/// same rows.
/// </summary>
/// <param name="generator">Makes them.</param>
/// <param name="count">Rows.</param>
/// <param name="seed">Sample i has the seed (seed, i).</param>
/// <param name="begin">Called when a cursor makes its first row; its result is told how many rows there are.</param>
internal sealed class GeneratedDataView(FieldGenerator generator, int count, int seed, Func<GenerationLog> begin)
    : IDataView
{
    public DataViewSchema Schema { get; } = SchemaOf(generator);

    // Rows come in the order of their seeds.
    public bool CanShuffle => false;

    public long? GetRowCount() => count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
        => new Cursor(this, Schema.Active(columnsNeeded));

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n,
        Random? rand = null)
        => [GetRowCursor(columnsNeeded, rand)];

    private static DataViewSchema SchemaOf(FieldGenerator generator)
    {
        var builder = new DataViewSchema.Builder();
        foreach (GeneratedField field in generator.Fields)
        {
            int[] dims = [field.Channels, .. field.Grid];
            builder.AddColumn(field.Name, new VectorDataViewType(NumberDataViewType.Single, dims));
        }
        return builder.ToSchema();
    }

    private IEnumerable<SampleBlock> Blocks(CancellationToken cancellation)
    {
        using GenerationLog log = begin();
        foreach (SampleBlock block in generator.Stream(count, seed, cancellation))
        {
            log.Report(block.Start + block.Count);
            yield return block;
        }
    }

    private sealed class Cursor(GeneratedDataView view, bool[] active) : DataViewRowCursor
    {
        private readonly CancellationTokenSource _stop = new();
        private IEnumerator<SampleBlock>? _blocks;
        private SampleBlock? _block;
        private long _position = -1;
        private bool _isDone;

        public override DataViewSchema Schema => view.Schema;

        public override long Position => _position;

        public override long Batch => 0;

        private int Row => _position >= 0 ? (int)_position - _block!.Start
            : throw new InvalidOperationException("The cursor is not on a row.");

        public override bool MoveNext()
        {
            _blocks ??= view.Blocks(_stop.Token).GetEnumerator();
            bool isInside = _block is { } now && _position + 1 < now.Start + now.Count;
            if (!_isDone && !isInside) _isDone = !_blocks.MoveNext();
            if (_isDone)
            {
                (_position, _block) = (-1, null);
                return false;
            }
            _block = _blocks.Current;
            _position++;
            return true;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id)
            => id = new DataViewRowId(_position >= 0 ? (ulong)_position
                : throw new InvalidOperationException("The cursor is not on a row."), 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            this.RequireActive(column);
            int field = column.Index, length = ((VectorDataViewType)column.Type).Size;
            ValueGetter<VBuffer<float>> getter = (ref VBuffer<float> value)
                => RowExtensions.CopyTo(_block!.Values[field].Span.Slice(Row * length, length), ref value);
            return getter.As<TValue>(column);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _stop.Cancel();
                _blocks?.Dispose();
                _stop.Dispose();
            }
            base.Dispose(disposing);
        }
    }
}
