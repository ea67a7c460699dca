using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

namespace Microsoft.ML.Data;

/// <summary>The rows of a binary data file; a cursor holds the block it is in, and of that the columns it needs.</summary>
internal sealed class BinaryDataView : IDataView
{
    private readonly IMultiStreamSource _source;
    private readonly List<Block> _blocks = [];
    private readonly long _rows;

    public BinaryDataView(IMultiStreamSource source)
    {
        if (source.Count != 1) throw new ArgumentOutOfRangeException(nameof(source), "binary loader must be created with one file");
        _source = source;
        using Stream stream = source.Open(0);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        try
        {
            Schema = BinaryHead.Read(reader);
            for (int rows = reader.ReadInt32(); rows != 0; rows = reader.ReadInt32())
            {
                _blocks.Add(Scan(reader, _rows, rows));
                _rows += rows;
            }
        }
        catch (EndOfStreamException e)
        {
            throw new FormatException("Corrupt binary data file", e);
        }
    }

    public bool CanShuffle => true;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => _rows;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => new Cursor(this, columnsNeeded, rand);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
        => [GetRowCursor(columnsNeeded, rand)];

    private Block Scan(BinaryReader reader, long firstRow, int rows)
    {
        var parts = new (long Offset, long Length)[Schema.Count];
        for (int i = 0; i < parts.Length; i++)
        {
            long length = reader.ReadInt64();
            if (rows < 0 || length < (long)rows * sizeof(int) || length > int.MaxValue) throw new FormatException("Corrupt binary data file");
            parts[i] = (reader.BaseStream.Position, length);
            reader.BaseStream.Seek(length, SeekOrigin.Current);
        }
        return new Block(firstRow, rows, parts);
    }

    private sealed record Block(long FirstRow, int Rows, (long Offset, long Length)[] Columns);

    private sealed class Cursor : DataViewRowCursor
    {
        private static readonly MethodInfo Typed = typeof(Cursor).GetMethod(nameof(Getter), BindingFlags.Instance | BindingFlags.NonPublic)!;
        private readonly BinaryDataView _view;
        private readonly bool[] _active;
        private readonly byte[]?[] _bytes;
        private readonly Random? _random;
        private readonly Block[] _blocks;
        private Stream? _stream;
        private int[]? _order;
        private int _block = -1;
        private int _step;
        private int _row;
        private long _position = -1;
        private bool _isDone;

        public Cursor(BinaryDataView view, IEnumerable<DataViewSchema.Column> columns, Random? random)
        {
            (_view, _random, _active, _bytes) = (view, random, new bool[view.Schema.Count], new byte[view.Schema.Count][]);
            foreach (DataViewSchema.Column column in columns) _active[column.Index] = true;
            _blocks = [.. view._blocks];
            random?.Shuffle(_blocks);
        }

        public override long Position => _position;

        public override long Batch => 0;

        public override DataViewSchema Schema => _view.Schema;

        public override bool MoveNext()
        {
            if (_isDone) return false;
            if (_block < 0 || ++_step >= _blocks[_block].Rows)
            {
                if (++_block >= _blocks.Length)
                {
                    (_isDone, _position) = (true, -1);
                    _stream?.Dispose();
                    return false;
                }
                LoadBlock();
            }
            _row = _order?[_step] ?? _step;
            _position++;
            return true;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter()
            => (ref DataViewRowId value) => value = new DataViewRowId((ulong)(_blocks[Checked()].FirstRow + _row), 0);

        public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!IsColumnActive(column)) throw Runtime.Contracts.ExceptNotActive(column);
            return ColumnDispatch.Cast<TValue>((Delegate)Typed.MakeGenericMethod(column.Type.RawType).Invoke(this, BindingFlags.DoNotWrapExceptions, null, [column], null)!, column);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) _stream?.Dispose();
            base.Dispose(disposing);
        }

        private int Checked() => _position >= 0 ? _block : throw new InvalidOperationException("Cannot call getter with cursor in its current state");

        private ValueGetter<T> Getter<T>(DataViewSchema.Column column)
        {
            BinaryCodec<T> codec = BinaryCodec.Create<T>(column.Type);
            return (ref T value) =>
            {
                int rows = _blocks[Checked()].Rows;
                ReadOnlySpan<byte> bytes = _bytes[column.Index];
                ReadOnlySpan<int> ends = MemoryMarshal.Cast<byte, int>(bytes[..(rows * sizeof(int))]);
                int start = rows * sizeof(int) + (_row == 0 ? 0 : ends[_row - 1]);
                bytes = bytes[start..];
                codec.Read(ref bytes, ref value);
            };
        }

        private void LoadBlock()
        {
            _stream ??= _view._source.Open(0);
            _step = 0;
            Block block = _blocks[_block];
            for (int i = 0; i < _active.Length; i++)
            {
                if (!_active[i]) continue;
                _stream.Position = block.Columns[i].Offset;
                _stream.ReadExactly(_bytes[i] = new byte[block.Columns[i].Length]);
            }
            if (_random is null) return;
            _order = [.. Enumerable.Range(0, block.Rows)];
            _random.Shuffle(_order);
        }
    }
}
