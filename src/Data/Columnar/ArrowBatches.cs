using System.Buffers.Binary;

namespace Microsoft.ML.NeuralOperators.Data.Columnar;

/// <summary>
/// Rows of the batches of an Arrow file, from their descriptions alone (the format's Message.fbs and File.fbs): the
/// library tells them only after it has read all numbers.
/// </summary>
internal static class ArrowBatches
{
    private const int Largest = 1 << 28, BlockBytes = 24, Tail = 10;

    public static long[] Rows(Stream stream)
    {
        if (stream.Length < Tail) throw new EndOfStreamException("the file ends too early.");
        int length = BinaryPrimitives.ReadInt32LittleEndian(Bytes(stream, stream.Length - Tail, 4));
        byte[] footer = Bytes(stream, stream.Length - Tail - length, length);
        // The footer's fields are version, schema, dictionaries and batches.
        int batches = Field(footer, Root(footer), 3);
        if (batches == 0) return [];
        int vector = batches + Int(footer, batches);
        var rows = new long[Math.Min(Int(footer, vector), footer.Length / BlockBytes)];
        for (int i = 0; i < rows.Length; i++)
        {
            ReadOnlySpan<byte> block = footer.AsSpan(vector + 4 + i * BlockBytes, BlockBytes);
            long offset = BinaryPrimitives.ReadInt64LittleEndian(block);
            byte[] message = Bytes(stream, offset, Int(block, 8));
            // Files from before version 0.15 have no mark of continuation before the length.
            int start = Int(message, 0) == -1 ? 8 : 4;
            byte[] table = message[start..];
            // A message's fields are version, type, header and length; a batch's first one is its rows.
            int header = Field(table, Root(table), 2);
            header += Int(table, header);
            int count = Field(table, header, 0);
            rows[i] = count == 0 ? 0 : BinaryPrimitives.ReadInt64LittleEndian(table.AsSpan(count));
        }
        return rows;
    }

    // The place of a field in a table, or 0 where it has its default.
    private static int Field(ReadOnlySpan<byte> buffer, int table, int field)
    {
        int vtable = table - Int(buffer, table), entry = 4 + 2 * field;
        if (entry + 2 > BinaryPrimitives.ReadUInt16LittleEndian(buffer[vtable..])) return 0;
        int offset = BinaryPrimitives.ReadUInt16LittleEndian(buffer[(vtable + entry)..]);
        return offset == 0 ? 0 : table + offset;
    }

    private static int Root(ReadOnlySpan<byte> buffer) => Int(buffer, 0);

    private static int Int(ReadOnlySpan<byte> buffer, int at) => BinaryPrimitives.ReadInt32LittleEndian(buffer[at..]);

    private static byte[] Bytes(Stream stream, long offset, int length)
    {
        if (offset < 0 || length is < 0 or > Largest || offset + length > stream.Length)
            throw new FormatException("its description of batches is damaged.");
        stream.Position = offset;
        return stream.ReadBytes(length);
    }
}
