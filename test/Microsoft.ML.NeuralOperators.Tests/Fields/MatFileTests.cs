using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Microsoft.ML.NeuralOperators.Testing;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Fields;

/// <summary>MATLAB's files of version 5 to 7, put together byte by byte in both byte orders.</summary>
public sealed class MatFileTests : IDisposable
{
    private const int Int8 = 1, Int32 = 5, UInt32 = 6, Single = 7, Double = 9, MatrixElement = 14,
        CompressedElement = 15, Utf8 = 16;
    private const int CellClass = 1, StructClass = 2, CharClass = 4, SparseClass = 5, DoubleClass = 6, SingleClass = 7;
    private const int Complex = 0x800;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The 2×3 matrix [1 2 3; 4 5 6], which MATLAB stores column by column.</summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Axes_are_those_that_matlab_shows(bool isBig, bool isCompressed)
    {
        byte[] x = Matrix(isBig, DoubleClass, "x", [2, 3], Element(isBig, Double, 8, Doubles(1, 4, 2, 5, 3, 6)));
        NamedArray read = Read(isBig, isCompressed ? Compress(isBig, x) : x)["x"];
        Assert.Equal([2, 3], read.Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], read.Values);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Numbers_in_small_elements_complex_ones_and_texts_are_read(bool isBig)
    {
        // MATLAB stores whole numbers in the smallest type that holds them.
        byte[] whole = Matrix(isBig, DoubleClass, "whole", [1, 3], Small(isBig, Int8, [1, 255, 3]));
        byte[] complex = Matrix(isBig, SingleClass | Complex, "z", [2, 1], Element(isBig, Single, 4, Singles(1, 2)),
            Element(isBig, Single, 4, Singles(3, 4)));
        byte[] text = Matrix(isBig, CharClass, "text", [1, 3], Element(isBig, Utf8, 1, "aß"u8.ToArray()));
        var arrays = Read(isBig, [.. whole, .. complex, .. text]);
        Assert.Equal([1, -1, 3], arrays["whole"].Values);
        Assert.Equal([2, 1, 2], arrays["z"].Shape);
        Assert.Equal([1, 3, 2, 4], arrays["z"].Values);
        Assert.True(arrays["z"].IsComplex);
        Assert.Equal("aß", arrays["text"].Text);
    }

    [Fact]
    public void Cells_and_structs_are_reached_by_their_way()
    {
        byte[] one = Matrix(false, DoubleClass, "", [1, 1], Small(false, Int8, [5])),
            two = Matrix(false, DoubleClass, "", [1, 2], Small(false, Int8, [6, 7]));
        byte[] cell = Matrix(false, CellClass, "c", [1, 3], one, Element(false, MatrixElement, 1, []), two);
        byte[] names = [.. "ab\0\0xyz\0"u8];
        byte[] single = Matrix(false, StructClass, "s", [1, 1], Small(false, Int32, [4, 0, 0, 0]),
            Element(false, Int8, 1, names), one, cell);
        byte[] several = Matrix(false, StructClass, "t", [1, 2], Small(false, Int32, [4, 0, 0, 0]),
            Element(false, Int8, 1, names[..4]), one, two);
        var arrays = Read(false, [.. cell, .. single, .. several]);
        Assert.Equal(["c.0", "c.2", "s.ab", "s.xyz.0", "s.xyz.2", "t.0.ab", "t.1.ab"], arrays.Keys);
        Assert.Equal([6, 7], arrays["s.xyz.2"].Values);
        Assert.Equal([5], arrays["t.0.ab"].Values);
    }

    [Fact]
    public void A_sparse_matrix_spoils_only_itself()
    {
        byte[] sparse = Matrix(false, SparseClass, "k", [2, 2], Element(false, Int32, 4, new byte[8]));
        var arrays = Read(false, [.. sparse, .. Matrix(false, DoubleClass, "x", [1, 1], Small(false, Int8, [1]))]);
        Assert.Equal([1], arrays["x"].Values);
        Assert.Contains("full(…)", Assert.Throws<FormatException>(() => arrays["k"]).Message);
    }

    [Fact]
    public void Files_cut_off_or_with_wrong_sizes_are_refused()
    {
        byte[] x = Matrix(false, DoubleClass, "x", [2, 3], Element(false, Double, 8, Doubles(1, 4, 2, 5, 3, 6)));
        byte[] file = [.. Head(false), .. x];
        for (int length = 129; length < file.Length; length++)
            Assert.Throws<FormatException>(() => ArrayFile.Read(_folder.Write("cut.mat", file[..length])));
        byte[] wrong = Matrix(false, DoubleClass, "x", [2, 4], Element(false, Double, 8, Doubles(1, 4, 2, 5, 3, 6)));
        Assert.Contains("48 bytes; its size and type describe 64",
            Assert.Throws<FormatException>(() => Read(false, wrong)).Message);
    }

    /// <summary>A file of one megabyte that says it has a hundred times as many numbers.</summary>
    [Fact]
    public void Sizes_that_the_file_does_not_have_take_no_memory()
    {
        byte[] x = Matrix(false, DoubleClass, "x", [10_000, 10_000], Element(false, Double, 8, new byte[1 << 20]));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<FormatException>(() => Read(false, x));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
    }

    private IReadOnlyDictionary<string, NamedArray> Read(bool isBig, byte[] variables)
        => ArrayFile.Read(_folder.Write("file.mat", [.. Head(isBig), .. variables]));

    private static byte[] Head(bool isBig)
        => [.. Encoding.ASCII.GetBytes("MATLAB 5.0 MAT-file".PadRight(124)), .. isBig ? [1, 0, (byte)'M', (byte)'I']
            : (byte[])[0, 1, (byte)'I', (byte)'M']];

    private static byte[] Matrix(bool isBig, int flags, string name, int[] shape, params byte[][] content)
        => Element(isBig, MatrixElement, 1,
        [
            .. Element(isBig, UInt32, 4, [.. BitConverter.GetBytes(flags), 0, 0, 0, 0]),
            .. Element(isBig, Int32, 4, [.. shape.SelectMany(BitConverter.GetBytes)]),
            .. Element(isBig, Int8, 1, Encoding.ASCII.GetBytes(name)),
            .. content.SelectMany(c => c),
        ]);

    // Numbers of a size are given in little-endian order.
    private static byte[] Element(bool isBig, int type, int size, byte[] content)
        => [.. Number(isBig, type), .. Number(isBig, content.Length), .. Ordered(isBig, size, content),
            .. new byte[-content.Length & 7]];

    private static byte[] Small(bool isBig, int type, byte[] content)
        => [.. Number(isBig, content.Length << 16 | type), .. content, .. new byte[4 - content.Length]];

    private static byte[] Compress(bool isBig, byte[] element)
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

    private static byte[] Doubles(params double[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    private static byte[] Singles(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];
}
