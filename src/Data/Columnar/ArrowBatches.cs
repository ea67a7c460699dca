using System.Buffers.Binary;

namespace Microsoft.ML.NeuralOperators.Data.Columnar;

/// <summary>
/// Rows of the batches of an Arrow file, from their descriptions alone (the format's Message.fbs and File.fbs): the
/// library tells them only after it has read all numbers.
/// </summary>
internal static class ArrowBatches
{
    private const int Largest = 1 << 28, BlockBytes = 24, NodeBytes = 16, Tail = 10;

    public static long[] Rows(Stream stream)
    {
        if (stream.Length < Tail) throw new EndOfStreamException("the file ends too early.");
        int length = BinaryPrimitives.ReadInt32LittleEndian(Bytes(stream, stream.Length - Tail, 4));
        byte[] footer = Bytes(stream, stream.Length - Tail - length, length);
        // The footer's fields are version, schema, dictionaries and batches.
        int schema = Field(footer, Root(footer), 1), visits = 0;
        if (schema != 0) RequireFields(footer, schema + Int(footer, schema), 1, ref visits);
        foreach (byte[] table in Messages(stream, footer, 2))
        {
            // A dictionary's numbers are a batch inside of it.
            int header = Header(table), data = Field(table, header, 1);
            if (data != 0) RequireVectors(table, data + Int(table, data));
        }
        return [.. Messages(stream, footer, 3).Select(Count)];
    }

    // A schema's second field is its columns, a column's sixth those inside of it. Offsets could meet again and again.
    private static void RequireFields(byte[] footer, int table, int field, ref int visits)
    {
        int vector = Field(footer, table, field);
        if (vector == 0) return;
        vector += Int(footer, vector);
        int length = Int(footer, vector);
        if (length < 0 || length > footer.Length / sizeof(int) || (visits += length) > footer.Length)
            throw new FormatException($"its schema of {footer.Length} bytes says that a column has {length} inside of "
                + $"it.");
        for (int i = 0; i < length; i++)
        {
            int child = vector + sizeof(int) * (i + 1);
            RequireFields(footer, child + Int(footer, child), 5, ref visits);
        }
    }

    // A batch's fields are its rows, its nodes and its buffers.
    private static long Count(byte[] table)
    {
        int header = Header(table), count = Field(table, header, 0);
        RequireVectors(table, header);
        return count == 0 ? 0 : BinaryPrimitives.ReadInt64LittleEndian(table.AsSpan(count));
    }

    // A message's fields are version, type, header and length.
    private static int Header(byte[] table)
    {
        int header = Field(table, Root(table), 2);
        return header + Int(table, header);
    }

    private static void RequireVectors(byte[] table, int batch)
    {
        foreach (int field in (int[])[1, 2])
        {
            int vector = Field(table, batch, field);
            if (vector == 0) continue;
            int length = Int(table, vector + Int(table, vector));
            if (length < 0 || length > table.Length / NodeBytes)
                throw new FormatException($"a batch described in {table.Length} bytes says that it has {length} "
                    + $"parts.");
        }
    }

    // The library allocates what a message says of its length before it looks whether so much is there.
    private static IEnumerable<byte[]> Messages(Stream stream, byte[] footer, int field)
    {
        int blocks = Field(footer, Root(footer), field);
        if (blocks == 0) yield break;
        int vector = blocks + Int(footer, blocks), count = Math.Min(Int(footer, vector), footer.Length / BlockBytes);
        for (int i = 0; i < count; i++)
        {
            byte[] block = footer.AsSpan(vector + 4 + i * BlockBytes, BlockBytes).ToArray();
            byte[] message = Bytes(stream, BinaryPrimitives.ReadInt64LittleEndian(block), Int(block, 8));
            // Before version 0.15, messages did not begin with a continuation marker.
            int start = Int(message, 0) == -1 ? 8 : 4, own = Int(message, start - 4);
            if (own < 0 || own > message.Length - start)
                throw new FormatException($"a message of {message.Length} bytes says that it has {own}.");
            yield return message[start..];
        }
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
