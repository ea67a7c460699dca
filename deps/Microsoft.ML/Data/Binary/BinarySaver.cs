using System.Buffers;
using System.Reflection;
using System.Text;

namespace Microsoft.ML.Data;

/// <summary>Writes rows as a binary data file.</summary>
internal static class BinarySaver
{
    // A block is what a reader holds in memory, and what is shuffled as one.
    private const int BlockBytes = 1 << 20;
    private const int BlockRows = 1 << 14;

    public static long Save(Stream stream, IDataView data, DataViewSchema.Column[] columns)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        BinaryHead.Write(writer, columns);
        using DataViewRowCursor cursor = data.GetRowCursor(columns);
        ColumnBlock[] blocks = [.. columns.Select(c => ColumnBlock.Create(cursor, c))];
        long total = 0;
        int rows = 0;
        while (cursor.MoveNext())
        {
            int bytes = 0;
            foreach (ColumnBlock block in blocks) bytes += block.Append();
            total++;
            if (++rows < BlockRows && bytes < BlockBytes) continue;
            Flush();
        }
        if (rows > 0) Flush();
        writer.Write(0);
        return total;

        void Flush()
        {
            writer.Write(rows);
            foreach (ColumnBlock block in blocks) block.Flush(writer);
            rows = 0;
        }
    }

    private abstract class ColumnBlock
    {
        private static readonly MethodInfo Typed = typeof(ColumnBlock).GetMethod(nameof(Of), BindingFlags.Static | BindingFlags.NonPublic)!;

        public static ColumnBlock Create(DataViewRow row, DataViewSchema.Column column)
            => (ColumnBlock)ColumnDispatch.Invoke(Typed.MakeGenericMethod(column.Type.RawType), row, column)!;

        /// <summary>Adds the current row's value and gives the block's size.</summary>
        public abstract int Append();

        public abstract void Flush(BinaryWriter writer);

        private static ColumnBlock Of<T>(DataViewRow row, DataViewSchema.Column column) => new Block<T>(row.GetGetter<T>(column), BinaryCodec.Create<T>(column.Type));

        private sealed class Block<T>(ValueGetter<T> getter, BinaryCodec<T> codec) : ColumnBlock
        {
            private readonly ArrayBufferWriter<byte> _bytes = new();
            private readonly List<int> _ends = [];
            private T _value = default!;

            public override int Append()
            {
                getter(ref _value);
                codec.Write(_bytes, _value);
                _ends.Add(_bytes.WrittenCount);
                return _bytes.WrittenCount;
            }

            public override void Flush(BinaryWriter writer)
            {
                writer.Write((long)sizeof(int) * _ends.Count + _bytes.WrittenCount);
                foreach (int end in _ends) writer.Write(end);
                writer.Write(_bytes.WrittenSpan);
                _bytes.ResetWrittenCount();
                _ends.Clear();
            }
        }
    }
}
