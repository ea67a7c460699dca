using System.Buffers.Binary;

namespace Microsoft.ML.NeuralOperators.Data.Columnar;

/// <summary>
/// Walks through a Parquet file's footer (Thrift's compact protocol) before the library does, which never ends where a
/// damaged list claims billions of elements, or where the schema's columns do not add up.
/// </summary>
internal static class ThriftFooter
{
    private const int Tail = 8, Deepest = 64, Int32 = 5, List = 9;

    /// <summary>Walks through the footer.</summary>
    /// <exception cref="FormatException">It is damaged.</exception>
    public static void Require(Stream stream)
    {
        if (stream.Length < Tail) throw new EndOfStreamException("the file ends too early.");
        stream.Position = stream.Length - Tail;
        int length = BinaryPrimitives.ReadInt32LittleEndian(stream.ReadBytes(4));
        if (length < 0 || length > stream.Length - Tail)
            throw new FormatException($"its footer has {length} of {stream.Length} bytes.");
        stream.Position = stream.Length - Tail - length;
        ReadOnlySpan<byte> footer = stream.ReadBytes(length, length);
        stream.Position = 0;
        try
        {
            File(footer);
        }
        catch (Exception error) when (error is IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            throw new FormatException("its footer ends too early.", error);
        }
    }

    // FileMetaData, whose second field is the schema.
    private static void File(ReadOnlySpan<byte> bytes)
    {
        int at = 0, id = 0;
        bool hasSchema = false;
        while (Field(bytes, ref at, ref id) is var type and not 0)
        {
            if (id == 2 && type == List)
            {
                Schema(bytes, ref at);
                hasSchema = true;
            }
            else if (type is not (1 or 2)) Value(bytes, ref at, type, 0);
        }
        if (!hasSchema) throw new FormatException("its footer has no schema.");
        if (at != bytes.Length)
            throw new FormatException($"its footer ends after {at} of its {bytes.Length} bytes.");
    }

    // The tree of columns, depth first: every element has a type of numbers or says how many elements are inside of it.
    private static void Schema(ReadOnlySpan<byte> bytes, ref int at)
    {
        byte head = bytes[at++];
        ulong count = head >> 4 == 15 ? Number(bytes, ref at) : (ulong)(head >> 4);
        Elements(bytes, at, count);
        long open = 1;
        for (ulong i = 0; i < count; i++)
        {
            bool hasType = false, hasName = false;
            long children = 0;
            int id = 0;
            while (Field(bytes, ref at, ref id) is var type and not 0)
            {
                if (id == 5 && type == Int32) children = Signed(Number(bytes, ref at));
                else if (type is not (1 or 2)) Value(bytes, ref at, type, 1);
                (hasType, hasName) = (hasType || id == 1, hasName || id == 4);
            }
            if (open < 1 || !hasName || children < 0 || hasType == children > 0)
                throw new FormatException($"its schema is damaged: the element {i} of {count} fits nowhere.");
            open += children - 1;
        }
        if (open != 0) throw new FormatException($"its schema is damaged: {open} elements are missing.");
    }

    // The type of the next field, 0 at the end.
    private static int Field(ReadOnlySpan<byte> bytes, ref int at, ref int id)
    {
        byte head = bytes[at++];
        if (head == 0) return 0;
        // A field's number is the last one's and more, or follows. Parquet's begin at 1 and rise.
        long next = head >> 4 == 0 ? Signed(Number(bytes, ref at)) : id + (head >> 4);
        if (next <= id || next > short.MaxValue)
            throw new FormatException($"its footer has the field {next} after {id}.");
        id = (int)next;
        return head & 15;
    }

    private static void Structure(ReadOnlySpan<byte> bytes, ref int at, int depth)
    {
        if (depth > Deepest) throw new FormatException("its footer is nested too deep.");
        int id = 0;
        while (Field(bytes, ref at, ref id) is var type and not 0)
            // Booleans are in the head.
            if (type is not (1 or 2)) Value(bytes, ref at, type, depth);
    }

    private static void Value(ReadOnlySpan<byte> bytes, ref int at, int type, int depth)
    {
        switch (type)
        {
            case 1 or 2 or 3: at++; break;
            case 4 or 5 or 6: Number(bytes, ref at); break;
            case 7: at += sizeof(double); break;
            case 8: Skip(bytes, ref at, Number(bytes, ref at)); break;
            case 9 or 10:
                byte head = bytes[at++];
                ulong count = head >> 4 == 15 ? Number(bytes, ref at) : (ulong)(head >> 4);
                Elements(bytes, at, count);
                for (ulong i = 0; i < count; i++) Value(bytes, ref at, head & 15, depth + 1);
                break;
            case 11:
                ulong pairs = Number(bytes, ref at);
                Elements(bytes, at, pairs);
                byte types = pairs == 0 ? (byte)0 : bytes[at++];
                for (ulong i = 0; i < pairs; i++)
                {
                    Value(bytes, ref at, types >> 4, depth + 1);
                    Value(bytes, ref at, types & 15, depth + 1);
                }
                break;
            case 12: Structure(bytes, ref at, depth + 1); break;
            default: throw new FormatException($"its footer has a value of the type {type}.");
        }
        if (at > bytes.Length) throw new FormatException("its footer ends too early.");
    }

    // Each takes a byte at least.
    private static void Elements(ReadOnlySpan<byte> bytes, int at, ulong count)
    {
        if (count > (ulong)(bytes.Length - at))
            throw new FormatException($"its footer has a list of {count} elements in {bytes.Length - at} bytes.");
    }

    private static void Skip(ReadOnlySpan<byte> bytes, ref int at, ulong length)
    {
        Elements(bytes, at, length);
        at += (int)length;
    }

    private static long Signed(ulong number) => (long)(number >> 1) ^ -(long)(number & 1);

    private static ulong Number(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong number = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            byte part = bytes[at++];
            number |= (ulong)(part & 127) << shift;
            if (part < 128) return number;
        }
        throw new FormatException("its footer has a number of more than ten bytes.");
    }
}
