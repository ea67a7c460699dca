using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Microsoft.ML.NeuralOperators.Data.Writing;

/// <summary>
/// MATLAB's files of version 5 ("MAT-File Format", The MathWorks), which every MATLAB opens: little-endian, axes as
/// they are here.
/// </summary>
internal static partial class MatFile
{
    // MATLAB's own bound of a variable in these files.
    private const long Largest = (1L << 31) - 1;
    private const int Matrix = 14, Compressed = 15, Int8 = 1, Int32 = 5, UInt32 = 6, ComplexFlag = 0x800;

    /// <exception cref="ArgumentException">A variable is too large, or MATLAB does not allow its name.</exception>
    public static void Write(Stream stream, IReadOnlyList<StoredArray> arrays, bool isCompressed, string folder,
        CancellationToken cancellation)
    {
        foreach (StoredArray array in arrays)
        {
            if (array.Length * array.ElementSize + 1024 > Largest)
                throw new ArgumentException($"The array {array} takes {array.Length * array.ElementSize:N0} bytes; "
                    + "MATLAB's files of version 5 hold up to 2 GB a variable. Write .h5, which MATLAB's h5read "
                    + "reads.", nameof(arrays));
            if (!NamePattern().IsMatch(array.Name))
                throw new ArgumentException($"The array '{array.Name}' cannot be a variable of MATLAB: expected up to "
                    + "63 letters, digits and underscores after a letter. Copy the column under such a name, or write "
                    + ".npz or .h5.", nameof(arrays));
        }
        stream.Write(Encoding.ASCII.GetBytes("MATLAB 5.0 MAT-file, written by Microsoft.ML.NeuralOperators"
            .PadRight(116)));
        stream.Write(new byte[8]);
        stream.Write([0, 1, (byte)'I', (byte)'M']);
        foreach (StoredArray array in arrays)
        {
            if (!isCompressed)
            {
                Variable(stream, array, folder, cancellation);
                continue;
            }
            long tag = stream.Position;
            Tag(stream, Compressed, 0);
            using (var packed = new ZLibStream(stream, CompressionLevel.Optimal, leaveOpen: true))
                Variable(packed, array, folder, cancellation);
            long end = stream.Position;
            stream.Position = tag;
            Tag(stream, Compressed, end - tag - 8);
            stream.Position = end;
        }
    }

    private static void Variable(Stream stream, StoredArray array, string folder, CancellationToken cancellation)
    {
        // What is known of the class and of the type in which its numbers are stored.
        (int kind, int type) = array.Code switch
        {
            "f8" or "c16" => (6, 9),
            "f4" or "c8" => (7, 7),
            "i1" => (8, 1),
            "u1" => (9, 2),
            "i2" => (10, 3),
            "u2" => (11, 4),
            "i4" => (12, 5),
            "u4" => (13, 6),
            "i8" => (14, 12),
            _ => (15, 13),
        };
        int parts = ElementDecoder.Parts(array.Code);
        // MATLAB knows no arrays of less than two axes.
        long[] shape = [.. array.Shape, .. Enumerable.Repeat(1L, Math.Max(0, 2 - array.Shape.Count))];
        byte[] name = Encoding.ASCII.GetBytes(array.Name);
        long bytes = array.Length * array.ElementSize / parts;
        Tag(stream, Matrix, 16 + 8 + Padded(4 * shape.Length) + 8 + Padded(name.Length) + parts * (8 + Padded(bytes)));
        Tag(stream, UInt32, 8);
        Number(stream, kind | (array.IsComplex ? ComplexFlag : 0));
        Number(stream, 0);
        Tag(stream, Int32, 4 * shape.Length);
        foreach (long n in shape) Number(stream, checked((int)n));
        Pad(stream, 4 * shape.Length);
        Tag(stream, Int8, name.Length);
        stream.Write(name);
        Pad(stream, name.Length);
        for (int part = 0; part < parts; part++)
        {
            Tag(stream, type, bytes);
            FirstAxisFastest.CopyTo(array, part, stream, folder, cancellation);
            Pad(stream, bytes);
        }
    }

    private static void Tag(Stream stream, int type, long size)
    {
        Number(stream, type);
        Number(stream, checked((int)size));
    }

    private static void Number(Stream stream, int number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        stream.Write(bytes);
    }

    private static long Padded(long length) => (length + 7) & ~7L;

    private static void Pad(Stream stream, long length) => stream.Write(new byte[(int)(Padded(length) - length)]);

    [GeneratedRegex(@"\A[a-zA-Z]\w{0,62}\z", RegexOptions.ECMAScript)]
    private static partial Regex NamePattern();
}
