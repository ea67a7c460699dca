using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Fields;

public sealed class NumPyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("bool", new float[] { 0, 1, 1, 1, 1, 1 })]
    [InlineData("int8", new float[] { 0, 1, 2, 3, 4, 100 })]
    [InlineData("uint8", new float[] { 0, 1, 2, 3, 4, 100 })]
    [InlineData("int16", new float[] { 0, 1, 2, 3, 4, 100 })]
    [InlineData("uint16", new float[] { 0, 1, 2, 3, 4, 100 })]
    [InlineData("int32", new float[] { 0, 1, 2, 3, 4, 100 })]
    [InlineData("uint32", new float[] { 0, 1, 2, 3, 4, 100 })]
    [InlineData("int64", new float[] { 0, 1, 2, 3, 4, 100 })]
    [InlineData("uint64", new float[] { 0, 1, 2, 3, 4, 100 })]
    [InlineData("float16", new float[] { 0, 1, 2, 3, 4, 100 })]
    [InlineData("float32", new float[] { 0, 1, 2, 3, 4, 100 })]
    [InlineData("float64", new float[] { 0, 1, 2, 3, 4, 100 })]
    [InlineData("negative", new float[] { 0, -1, -2, -3, -4, -100 })]
    public void Every_type_of_number_is_read(string name, float[] expected)
    {
        NamedArray array = ArrayFile.Read(Fixtures.Path("types.npz"))[name];
        Assert.Equal([2, 3], array.Shape);
        Assert.Equal(expected, array.Values);
        Assert.False(array.IsComplex);
    }

    [Theory]
    [InlineData("complex64", 0.5f)]
    [InlineData("complex128", -2f)]
    public void Complex_numbers_get_a_last_axis_of_their_parts(string name, float share)
    {
        NamedArray array = ArrayFile.Read(Fixtures.Path("types.npz"))[name];
        Assert.True(array.IsComplex);
        Assert.Equal([2, 3, 2], array.Shape);
        Assert.Equal(new float[] { 0, 1, 2, 3, 4, 100 }.SelectMany(x => new[] { x, share * x }), array.Values);
    }

    [Fact]
    public void Compressed_arrays_of_every_layout_are_read()
    {
        IReadOnlyDictionary<string, NamedArray> arrays = ArrayFile.Read(Fixtures.Path("layouts.npz"));
        float[] counted = [.. Enumerable.Range(0, 24).Select(i => (float)i)];
        Assert.Equal(counted, arrays["c"].Values);
        Assert.Equal(counted, arrays["fortran"].Values);
        Assert.Equal([2, 3, 4], arrays["fortran"].Shape);
        Assert.Equal([0, 1, 1, 1, 2, 1, 3, 1, 4, 1, 100, 1], arrays["fortran_complex"].Values);
        Assert.Equal([0, 3], arrays["empty"].Shape);
        Assert.Empty(arrays["empty"].Values);
        Assert.Empty(arrays["scalar"].Shape);
        Assert.Equal([2.5f], arrays["scalar"].Values);
        Assert.Equal([5], arrays["line"].Shape);
        Assert.Equal("mgno", arrays["text"].Text);
        Assert.All(arrays, entry => Assert.Equal(entry.Key, entry.Value.Name));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_version_of_the_header_is_read(byte version)
    {
        byte[] file = PythonFiles.Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }",
            Floats(1, 2), version);
        NamedArray array = Assert.Single(ArrayFile.Read(_folder.Write("one.npy", file))).Value;
        Assert.Equal("one", array.Name);
        Assert.Equal([1, 2], array.Values);
    }

    [Theory]
    [InlineData("<M8", "'M8'")]
    [InlineData("|S5", "'S5'")]
    [InlineData("<f16", "'f16'")]
    [InlineData("|V8", "'V8'")]
    public void Types_that_are_no_numbers_are_named(string type, string expected)
        => Assert.Contains(expected, Refusal(PythonFiles.Npy(type, "(1,)", new byte[64])));

    [Theory]
    [InlineData("{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (1,), }")]
    [InlineData("{'descr': '<M8[D]', 'fortran_order': False, 'shape': (1,), }")]
    [InlineData("{'descr': '<f4', 'shape': (1,), }")]
    [InlineData("nothing like it")]
    public void Headers_that_describe_no_plain_numbers_are_shown(string header)
    {
        string message = Refusal(PythonFiles.Npy(header, new byte[64]));
        Assert.Contains(header, message);
        Assert.Contains("plain numbers", message);
    }

    [Fact]
    public void Big_endian_numbers_are_read()
    {
        (string Type, byte[] Content, float[] Values)[] arrays =
        [
            (">f4", [0x3f, 0xc0, 0, 0], [1.5f]), (">f8", [0xc0, 4, 0, 0, 0, 0, 0, 0], [-2.5f]),
            (">i2", [1, 2], [258]), (">c8", [0x3f, 0x80, 0, 0, 0x40, 0, 0, 0], [1, 2]), (">f2", [0x3c, 0], [1]),
        ];
        foreach (var (type, content, values) in arrays)
            Assert.Equal(values,
                ArrayFile.Read(_folder.Write("big.npy", PythonFiles.Npy(type, "(1,)", content)))["big"].Values);
    }

    [Fact]
    public void An_array_that_holds_no_numbers_spoils_only_itself()
    {
        string path = _folder.Write("mixed.npz", PythonFiles.Zip(
            ("days.npy", PythonFiles.Npy("{'descr': '<M8[D]', 'fortran_order': False, 'shape': (1,), }", new byte[8])),
            ("x.npy", PythonFiles.Npy("<f4", "(1,)", Floats(7))),
            ("rows.npy", PythonFiles.Npy("{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (1,), }",
            new byte[4]))));
        IReadOnlyDictionary<string, NamedArray> arrays = ArrayFile.Read(path);
        Assert.Equal([7], arrays["x"].Values);
        Assert.Equal(["x"], arrays.Keys);
        Assert.Contains("'<M8[D]'", Assert.Throws<FormatException>(() => arrays["days"]).Message);
        Assert.Contains("('a', '<i4')", Assert.Throws<FormatException>(() => arrays["rows"]).Message);
        Assert.Contains("x [1]", Assert.Throws<KeyNotFoundException>(() => arrays["y"]).Message);
    }

    [Theory]
    [InlineData("(-1,)")]
    [InlineData("(0, 99999999999)")]
    [InlineData("(4611686018427387904, 4)")]
    [InlineData("(2147483647,)")]
    [InlineData("(99999999999999999999,)")]
    [InlineData("(a,)")]
    public void Sizes_that_no_array_has_are_refused_without_taking_memory(string shape)
    {
        byte[] file = PythonFiles.Npy("<f8", shape, new byte[64]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refusal(file);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
    }

    [Fact]
    public void An_archive_with_something_else_is_refused_by_entry()
        => Assert.Contains("'notes.txt'",
            Refusal(PythonFiles.Zip(("x.npy", PythonFiles.Npy("<f4", "(1,)", Floats(1))), ("notes.txt", []))));

    [Theory]
    [InlineData("", "empty")]
    [InlineData("plain text", "another content")]
    [InlineData("PK and nothing behind", "cannot be read")]
    public void Files_of_another_kind_are_refused(string content, string expected)
        => Assert.Contains(expected, Refusal(Encoding.ASCII.GetBytes(content)));

    [Fact]
    public void A_file_that_is_missing_is_named()
    {
        var error = Assert.Throws<FileNotFoundException>(() => ArrayFile.Read(_folder["no.npz"]));
        Assert.Equal(_folder["no.npz"], error.FileName);
    }

    [Fact]
    public void The_header_written_is_the_one_numpy_writes()
    {
        string path = _folder["c.npz"];
        ArrayFile.WriteNpz(path, [ArrayFile.Read(Fixtures.Path("layouts.npz"))["c"]]);
        Assert.Equal(Entry(Fixtures.Path("layouts.npz"), "c.npy"), Entry(path, "c.npy"));
    }

    /// <summary>Bits, not values: NaN and negative zero come back as they were.</summary>
    [Fact]
    public void What_is_written_is_read_again_bit_for_bit()
    {
        Gen<int[]> shapes = from rank in Rule.Between(0, 4)
                            from shape in Rule.Between(0, 5).ArrayOf(rank)
                            select shape;
        Gen<NamedArray[]> cases = from count in Rule.Between(0, 4)
                                  from all in shapes.ArrayOf(count)
                                  from seed in Rule.Seed()
                                  select Drawn(all, seed);
        string path = _folder["all.npz"];
        Rule.Holds(cases, arrays =>
        {
            ArrayFile.WriteNpz(path, arrays);
            IReadOnlyDictionary<string, NamedArray> read = ArrayFile.Read(path);
            Assert.Equal(arrays.Select(a => a.Name), read.Keys);
            foreach (NamedArray array in arrays)
            {
                Assert.Equal(array.Shape, read[array.Name].Shape);
                Assert.Equal(array.Values.Select(BitConverter.SingleToUInt32Bits),
                    read[array.Name].Values.Select(BitConverter.SingleToUInt32Bits));
            }
        });
    }

    [Fact]
    public void Arrays_that_cannot_be_written_are_named_and_leave_no_file()
    {
        var whole = new NamedArray("whole", [2], [1, 2]);
        Refused("complex", new NamedArray("complex", [1, 2], [1, 2]) { IsComplex = true });
        Refused("text", new NamedArray("text", [1], []) { Text = "words" });
        Refused("short", new NamedArray("short", [3], [1, 2]));
        Refused("whole", whole);
        Assert.Empty(_folder.Names);

        void Refused(string name, NamedArray odd)
            => Assert.Contains($"'{name}'",
                Assert.Throws<ArgumentException>(()
                => ArrayFile.WriteNpz(_folder["odd.npz"], [whole, odd])).Message);
    }

    private static NamedArray[] Drawn(int[][] shapes, int seed)
    {
        var random = new System.Random(seed);
        return [.. shapes.Select((shape, i) =>
        {
            var values = new float[shape.Aggregate(1, (a, b) => a * b)];
            random.NextBytes(MemoryMarshal.AsBytes(values.AsSpan()));
            return new NamedArray($"group/array {i}", shape, values);
        })];
    }

    private static byte[] Floats(params float[] values) => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    private static byte[] Entry(string path, string name)
    {
        using ZipArchive zip = ZipFile.OpenRead(path);
        using Stream stream = zip.GetEntry(name)!.Open();
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    private string Refusal(byte[] file)
    {
        string path = _folder.Write("odd.bin", file),
            message = Assert.Throws<FormatException>(() => ArrayFile.Read(path)).Message;
        Assert.StartsWith($"'{path}' cannot be read: ", message);
        return message;
    }
}
