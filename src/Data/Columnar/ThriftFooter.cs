using System.Buffers.Binary;

namespace Microsoft.ML.NeuralOperators.Data.Columnar;

/// <summary>
/// Walks through a Parquet file's footer (Thrift's compact protocol) before the library does, which counts on and on
/// where a damaged list says that it has billions of elements.
/// </summary>
internal static class ThriftFooter
{
    private const int Tail = 8, Deepest = 64;

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
        int at = 0;
        try
        {
            Structure(footer, ref at, 0);
        }
        catch (Exception error) when (error is IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            throw new FormatException("its footer ends too early.", error);
        }
    }

    private static void Structure(ReadOnlySpan<byte> bytes, ref int at, int depth)
    {
        if (depth > Deepest) throw new FormatException("its footer is nested too deep.");
        for (byte head = bytes[at++]; head != 0; head = bytes[at++])
        {
            // A field's number is the last one's and more, or follows.
            if (head >> 4 == 0) Number(bytes, ref at);
            int type = head & 15;
            // Booleans are in the head.
            if (type is not (1 or 2)) Value(bytes, ref at, type, depth);
        }
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
