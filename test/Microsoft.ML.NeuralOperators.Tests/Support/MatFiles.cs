using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Microsoft.ML.NeuralOperators.Tests.Support;

/// <summary>MATLAB's files of version 5 put together byte by byte, wrong ones included.</summary>
internal static class MatFiles
{
    public const int Int8Type = 1, Int32Type = 5, UInt32Type = 6, SingleType = 7, DoubleType = 9, MatrixElement = 14,
        CompressedElement = 15, Utf8Type = 16;
    public const int CellClass = 1, StructClass = 2, CharClass = 4, SparseClass = 5, DoubleClass = 6, SingleClass = 7;
    public const int Complex = 0x800;

    public static byte[] Head(bool isBig)
        => [.. Encoding.ASCII.GetBytes("MATLAB 5.0 MAT-file".PadRight(124)), .. isBig ? [1, 0, (byte)'M', (byte)'I']
            : (byte[])[0, 1, (byte)'I', (byte)'M']];

    public static byte[] Matrix(bool isBig, int flags, string name, int[] shape, params byte[][] content)
        => Element(isBig, MatrixElement, 1,
        [
            .. Element(isBig, UInt32Type, 4, [.. BitConverter.GetBytes(flags), 0, 0, 0, 0]),
            .. Element(isBig, Int32Type, 4, [.. shape.SelectMany(BitConverter.GetBytes)]),
            .. Element(isBig, Int8Type, 1, Encoding.ASCII.GetBytes(name)),
            .. content.SelectMany(c => c),
        ]);

    // Numbers of a size are given in little-endian order.
    public static byte[] Element(bool isBig, int type, int size, byte[] content)
        => [.. Number(isBig, type), .. Number(isBig, content.Length), .. Ordered(isBig, size, content),
            .. new byte[-content.Length & 7]];

    public static byte[] Small(bool isBig, int type, byte[] content)
        => [.. Number(isBig, content.Length << 16 | type), .. content, .. new byte[4 - content.Length]];

    public static byte[] Compress(bool isBig, byte[] element)
    {
        using var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, CompressionLevel.Fastest, leaveOpen: true)) zlib.Write(element);
        return [.. Number(isBig, CompressedElement), .. Number(isBig, (int)stream.Length), .. stream.ToArray()];
    }

    private static byte[] Number(bool isBig, int number)
    {
        var bytes = new byte[4];
        if (isBig) BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        else BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return bytes;
    }

    private static byte[] Ordered(bool isBig, int size, byte[] content)
        => isBig ? [.. content.Chunk(size).SelectMany(number => number.Reverse())] : content;

    public static byte[] Doubles(params double[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    public static byte[] Singles(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    /// <summary>A file of version 4: a matrix, a complex one, a text and a sparse matrix.</summary>
    public static byte[] Version4(bool isBig)
    {
        return [.. Old(0, "x", 2, 3, false, Doubles(1, 4, 2, 5, 3, 6)),
            .. Old(10, "z", 2, 1, true, Singles(1, 2, 3, 4)),
            .. Old(51, "t", 1, 3, false, "abc"u8.ToArray()),
            .. Old(2, "k", 3, 3, false, Doubles(1, 2, 3, 1, 2, 2, 7, 8, 0))];

        byte[] Old(int type, string name, int rows, int columns, bool isComplex, byte[] content)
            => [.. Number(isBig, type + (isBig ? 1000 : 0)), .. Number(isBig, rows), .. Number(isBig, columns),
                .. Number(isBig, isComplex ? 1 : 0), .. Number(isBig, name.Length + 1),
                .. Encoding.ASCII.GetBytes(name), 0,
                .. Ordered(isBig, (type / 10 % 10) switch { 0 => 8, 1 => 4, _ => 1 }, content)];
    }

    /// <summary>A file with a number of everything.</summary>
    public static byte[] Sample(bool isBig)
    {
        byte[] x = Matrix(isBig, DoubleClass, "x", [2, 3], Element(isBig, DoubleType, 8, Doubles(1, 4, 2, 5, 3, 6))),
            one = Matrix(isBig, SingleClass | Complex, "", [1, 1], Small(isBig, SingleType, [0, 0, 0, 0]),
            Small(isBig, SingleType, [0, 0, 0, 0]));
        byte[] y = Matrix(isBig, DoubleClass, "y", [4, 1], Small(isBig, Int8Type, [1, 2, 3, 4]));
        return [.. Head(isBig), .. x, .. Compress(isBig, y),
            .. Matrix(isBig, CellClass, "c", [1, 2], one, one),
            .. Matrix(isBig, StructClass, "s", [1, 1], Small(isBig, Int32Type, isBig ? [0, 0, 0, 2] : [2, 0, 0, 0]),
            Element(isBig, Int8Type, 1, "a\0b\0"u8.ToArray()), one, one),
            .. Matrix(isBig, CharClass, "t", [1, 3], Element(isBig, Utf8Type, 1, "abc"u8.ToArray()))];
    }
}
