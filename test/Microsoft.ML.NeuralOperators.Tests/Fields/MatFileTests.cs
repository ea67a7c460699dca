using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;
using static Microsoft.ML.NeuralOperators.Tests.Support.MatFiles;

namespace Microsoft.ML.NeuralOperators.Tests.Fields;

/// <summary>MATLAB's files of version 5 to 7, put together byte by byte in both byte orders.</summary>
public sealed class MatFileTests : IDisposable
{
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
        byte[] x = Matrix(isBig, DoubleClass, "x", [2, 3], Element(isBig, DoubleType, 8, Doubles(1, 4, 2, 5, 3, 6)));
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
        byte[] whole = Matrix(isBig, DoubleClass, "whole", [1, 3], Small(isBig, Int8Type, [1, 255, 3]));
        byte[] complex = Matrix(isBig, SingleClass | Complex, "z", [2, 1], Element(isBig, SingleType, 4, Singles(1, 2)),
            Element(isBig, SingleType, 4, Singles(3, 4)));
        byte[] text = Matrix(isBig, CharClass, "text", [1, 3], Element(isBig, Utf8Type, 1, "aß"u8.ToArray()));
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
        byte[] one = Matrix(false, DoubleClass, "", [1, 1], Small(false, Int8Type, [5])),
            two = Matrix(false, DoubleClass, "", [1, 2], Small(false, Int8Type, [6, 7]));
        byte[] cell = Matrix(false, CellClass, "c", [1, 3], one, Element(false, MatrixElement, 1, []), two);
        byte[] names = [.. "ab\0\0xyz\0"u8];
        byte[] single = Matrix(false, StructClass, "s", [1, 1], Small(false, Int32Type, [4, 0, 0, 0]),
            Element(false, Int8Type, 1, names), one, cell);
        byte[] several = Matrix(false, StructClass, "t", [1, 2], Small(false, Int32Type, [4, 0, 0, 0]),
            Element(false, Int8Type, 1, names[..4]), one, two);
        var arrays = Read(false, [.. cell, .. single, .. several]);
        Assert.Equal(["c.0", "c.2", "s.ab", "s.xyz.0", "s.xyz.2", "t.0.ab", "t.1.ab"], arrays.Keys);
        Assert.Equal([6, 7], arrays["s.xyz.2"].Values);
        Assert.Equal([5], arrays["t.0.ab"].Values);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_sample_of_the_fuzzer_is_whole(bool isBig)
        => Assert.Equal(["x", "y", "c.0", "c.1", "s.a", "s.b", "t"],
            ArrayFile.Read(_folder.Write("sample.mat", Sample(isBig))).Keys);

    /// <summary>The matrix [0 5; 7 0; 0 8], which MATLAB stores column by column.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sparse_matrices_come_with_their_zeros(bool isBig)
    {
        byte[] rows = Element(isBig, Int32Type, 4, [1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0]),
            columns = Element(isBig, Int32Type, 4, [0, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0]);
        byte[] real = Matrix(isBig, SparseClass, "k", [3, 2], rows, columns,
            Element(isBig, DoubleType, 8, Doubles(7, 5, 8)));
        byte[] complex = Matrix(isBig, SparseClass | Complex, "z", [3, 2], rows, columns,
            Element(isBig, DoubleType, 8, Doubles(7, 5, 8)), Small(isBig, Int8Type, [1, 2, 3]));
        var arrays = Read(isBig, [.. real, .. complex]);
        Assert.Equal([3, 2], arrays["k"].Shape);
        Assert.Equal([0, 5, 7, 0, 0, 8], arrays["k"].Values);
        Assert.Equal([0, 0, 5, 2, 7, 1, 0, 0, 0, 0, 8, 3], arrays["z"].Values);
    }

    [Theory]
    [InlineData(100_000, "full(…)")]
    [InlineData(1, "damaged")]
    public void A_sparse_matrix_that_is_too_large_or_damaged_spoils_only_itself(int size, string reason)
    {
        byte[] sparse = Matrix(false, SparseClass, "k", [size, size], Element(false, Int32Type, 4, new byte[4]),
            Element(false, Int32Type, 4, [0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]),
            Element(false, DoubleType, 8, Doubles(1)));
        var arrays = Read(false, [.. sparse, .. Matrix(false, DoubleClass, "x", [1, 1], Small(false, Int8Type, [1]))]);
        Assert.Equal([1], arrays["x"].Values);
        Assert.Contains(reason, Assert.Throws<FormatException>(() => arrays["k"]).Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Version_4_is_read_in_both_orders_of_bytes(bool isBig)
    {
        byte[] file = Version4(isBig);
        var arrays = ArrayFile.Read(_folder.Write("four.mat", file));
        Assert.Equal(["x", "z", "t", "k"], arrays.Keys);
        Assert.Equal([2, 3], arrays["x"].Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], arrays["x"].Values);
        Assert.Equal([1, 3, 2, 4], arrays["z"].Values);
        Assert.Equal("abc", arrays["t"].Text);
        Assert.Equal([3, 2], arrays["k"].Shape);
        Assert.Equal([7, 0, 0, 8, 0, 0], arrays["k"].Values);
        for (int length = 1; length < file.Length; length++)
            if (length is not (70 or 108 or 133))
                Assert.Throws<FormatException>(() => ArrayFile.Read(_folder.Write("cut.mat", file[..length])));
    }

    [Fact]
    public void Files_cut_off_or_with_wrong_sizes_are_refused()
    {
        byte[] x = Matrix(false, DoubleClass, "x", [2, 3], Element(false, DoubleType, 8, Doubles(1, 4, 2, 5, 3, 6)));
        byte[] file = [.. Head(false), .. x];
        for (int length = 129; length < file.Length; length++)
            Assert.Throws<FormatException>(() => ArrayFile.Read(_folder.Write("cut.mat", file[..length])));
        byte[] wrong = Matrix(false, DoubleClass, "x", [2, 4],
            Element(false, DoubleType, 8, Doubles(1, 4, 2, 5, 3, 6)));
        Assert.Contains("48 bytes; its size and type describe 64",
            Assert.Throws<FormatException>(() => Read(false, wrong)).Message);
    }

    /// <summary>A file of one megabyte that says it has a hundred times as many numbers.</summary>
    [Fact]
    public void Sizes_that_the_file_does_not_have_take_no_memory()
    {
        byte[] x = Matrix(false, DoubleClass, "x", [10_000, 10_000], Element(false, DoubleType, 8, new byte[1 << 20]));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<FormatException>(() => Read(false, x));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
    }

    private IReadOnlyDictionary<string, NamedArray> Read(bool isBig, byte[] variables)
        => ArrayFile.Read(_folder.Write("file.mat", [.. Head(isBig), .. variables]));
}
