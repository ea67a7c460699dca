using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.ML.NeuralOperators.Tensors;
using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Fields;

/// <summary>Small files that describe much: refused in no time and without memory, whatever they ask for.</summary>
public sealed class HostileFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Arrays_of_more_axes_than_numpy_has_are_refused()
    {
        string axes = string.Concat(Enumerable.Repeat("1, ", 2000));
        Refused("2002 axes", Packed(("x.npy",
            PythonFiles.Npy("<f4", $"({axes}1024, 16)", new byte[4 * 16384], isFortran: true))));
        long[] ones = [.. Enumerable.Repeat(1L, 100_000)];
        Refused("axes", Torch(new Pickle().Tensor(0, [4, .. ones], [1, .. ones]).Stop()));
    }

    /// <summary>The columns of a matrix between unit axes: slow if every element looks at every axis.</summary>
    [Fact]
    public void Unit_axes_change_nothing_in_the_order_of_columns()
    {
        float[] values = [0, 1, 2, 3, 4, 5];
        string path = _folder.Write("x.npy", PythonFiles.Npy("<f4", "(1, 2, 1, 3, 1)", Bytes(values), isFortran: true));
        Assert.Equal([0, 2, 4, 1, 3, 5], ArrayFile.Read(path)["x"].Values);
    }

    [Fact]
    public void A_long_key_over_a_long_list_is_refused()
    {
        string key = new('k', 4 << 20);
        Refused("a text of 4194304 characters",
            Torch(new Pickle().Do("}").Text(key).Do("](").Do(new string('N', 200_000)).Do("es").Stop()));
        Refused("a key of 5000 characters", Torch(new Pickle().Do("}").Text(new string('k', 5000)).Do("Ns").Stop()));
    }

    /// <summary>At two bytes an instruction, a shape or a dictionary is asked for again and again.</summary>
    [Fact]
    public void Lists_that_are_used_again_and_again_cost_their_length_each_time()
    {
        Pickle pairs = new Pickle().Do("](" + string.Concat(Enumerable.Repeat("NN\u0086", 20_000)) + "eq\0" + "0")
            .Global("collections", "OrderedDict").Do("q\u0001(");
        for (int i = 0; i < 20_000; i++) pairs.Do("h\u0001h\0\u0085R");
        Refused("memory", Torch(pairs.Do("l").Stop()));
    }

    [Theory]
    [InlineData('}', 4_000_000)]
    [InlineData('N', 40_000_000)]
    [InlineData('\u0094', 40_000_000)]
    public void Pickles_of_many_instructions_are_refused(char instruction, int count)
        => Refused("too much for its size", Torch(new Pickle().Do("N" + new string(instruction, count)).Stop()));

    [Fact]
    public void Lines_and_texts_of_any_length_are_refused()
    {
        Refused("a name of 4097 characters", Torch(new Pickle().Do("c" + new string('m', 5000) + "\nn\n").Stop()));
        Refused("a text of 2000000 characters", Torch(new Pickle().Text(new string('t', 2_000_000)).Stop()));
        Refused("the text 'config' of 4194304 characters",
            Packed(("config.npy", PythonFiles.Npy("<U4194304", "()", new byte[16 << 20]))));
    }

    [Theory]
    [InlineData("u1", 60 << 20)]
    [InlineData("f8", 100 << 20)]
    public void Arrays_that_unpack_to_far_more_than_the_file_are_refused_unless_it_is_trusted(string type, int bytes)
    {
        int count = bytes / (type == "u1" ? 1 : 8);
        byte[] file = Packed(("x.npy", PythonFiles.Npy(type == "u1" ? "|u1" : "<f8", $"({count},)", new byte[bytes])));
        Refused("of memory", file);
        Assert.Equal(count, ArrayFile.Read(_folder.Write("trusted.npz", file), ReadLimits.None)["x"].Values.Length);
    }

    [Fact]
    public void Archives_that_unpack_to_far_more_than_the_file_are_refused_even_where_little_of_it_is_wanted()
        => Refused("unpacks to more than", Torch(new Pickle().Tensor(0, [2, 2], [2, 1]).Stop(), new byte[200 << 20]));

    [Fact]
    public void No_more_of_a_storage_is_kept_than_its_tensors_reach()
    {
        byte[] storage = new byte[60 << 20];
        Bytes(1, 2, 3, 4, 5).CopyTo(storage, 0);
        string path = _folder.Write("part.pt",
            Torch(new Pickle().Do("](").Tensor(0, [2, 2], [2, 1]).Tensor(1, [2], [3]).Do("e").Stop(), storage));
        IReadOnlyDictionary<string, NamedArray> arrays = Bounded(path, () => ArrayFile.Read(path), 1 << 20);
        Assert.Equal([1, 2, 3, 4], arrays["0"].Values);
        Assert.Equal([2, 5], arrays["1"].Values);
    }

    [Fact]
    public void Names_that_are_there_twice_are_named()
    {
        byte[] array = PythonFiles.Npy("<f4", "(1,)", new byte[4]);
        Refused("the entry 'x.npy' twice", PythonFiles.Zip(("x.npy", array), ("x.npy", array)));
        Refused("the entry 'archive/data/0' twice",
            PythonFiles.Zip(("archive/data.pkl", new Pickle().Tensor(0, [1], [1]).Stop()),
            ("archive/data/0", new byte[4]), ("archive/data/0", new byte[4])));
        Refused("2 pickles", PythonFiles.Zip(("a/data.pkl", new Pickle().Stop()), ("b/data.pkl", new Pickle().Stop())));
        // The same way by two structures.
        Refused("the array 'a.b' twice",
            Torch(new Pickle().Do("}(").Text("a.b").Tensor(0, [1], [1]).Text("a").Do("}").Text("b").Tensor(0, [1], [1])
            .Do("su").Stop()));
        Refused("without a name", PythonFiles.Zip((".npy", array)));
        Refused("without a name", Torch(new Pickle().Do("}").Text("").Tensor(0, [1], [1]).Do("s").Stop()));
    }

    [Theory]
    [InlineData(")")]
    [InlineData("N")]
    [InlineData("ccollections\nOrderedDict\n)R")]
    public void Entries_whose_keys_are_no_names_are_left_out(string key)
    {
        string path = _folder.Write("keys.pt", Torch(new Pickle().Do("}" + key).Tensor(0, [1], [1]).Do("s").Text("x")
            .Tensor(0, [1], [1]).Do("s").Stop()));
        Assert.Equal(["x"], ArrayFile.Read(path).Keys);
    }

    [Fact]
    public void Numbers_are_keys()
    {
        string path = _folder.Write("keys.pt",
            Torch(new Pickle().Do("}(K\u0007").Tensor(0, [1], [1]).Do("G?\u00e0\0\0\0\0\0\0").Tensor(0, [1], [1])
            .Do("u").Stop()));
        Assert.Equal(["7", "0.5"], ArrayFile.Read(path).Keys);
    }

    [Fact]
    public void Big_endian_numbers_of_pytorch_are_refused()
        => Refused("big-endian",
            PythonFiles.Zip(("a/data.pkl", new Pickle().Tensor(0, [1], [1]).Stop()), ("a/byteorder", "big"u8.ToArray()),
            ("a/data/0", new byte[4])));

    [Theory]
    [InlineData("<f4", "(4, 1, 1)")]
    [InlineData("<f2", "(4, 1, 8)")]
    [InlineData("|u1", "(4, 1, 8)")]
    [InlineData("<f4", "()")]
    public void Bytes_after_an_array_are_refused(string type, string shape)
        => Refused("has 128 bytes where its header describes", PythonFiles.Npy(type, shape, new byte[128]));

    [Theory]
    [InlineData("{'x': '<f4', 'fortran_order': False, 'shape': (1,), }")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'more': 1}")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,), }")]
    [InlineData("{'x': 'y', ('descr': '<f4', 'fortran_order': False, 'shape': (1,), }")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)2)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': (1,), 'shape': (1,)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': True}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }}")]
    [InlineData("'descr': '<f4', 'fortran_order': False, 'shape': (1,)")]
    public void Headers_of_other_keys_are_refused(string header)
        => Refused("plain numbers", PythonFiles.Npy(header, new byte[4]));

    [Theory]
    [InlineData("(2.0,)", "the size '2.0'")]
    [InlineData("(2L,)", "the size '2L'")]
    [InlineData("(0x2,)", "the size '0x2'")]
    [InlineData("(1,,1)", "the size ''")]
    public void Sizes_that_are_no_numbers_are_shown(string shape, string expected)
        => Refused(expected, PythonFiles.Npy("<f4", shape, new byte[4]));

    [Fact]
    public void Versions_and_headers_that_numpy_does_not_write_are_refused()
    {
        Refused("version 9.0",
            PythonFiles.Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", new byte[4], version: 9));
        string message = Refused("header", PythonFiles.Npy(new string('x', 9_000), []));
        Assert.InRange(message.Length, 0, 500);
        Refused("a header of 20001 bytes", PythonFiles.Npy(new string('x', 20_000), []));
        Refused("'U99999999999'", PythonFiles.Npy("<U99999999999", "(1,)", new byte[4]));
    }

    [Fact]
    public void Numbers_beyond_single_precision_are_refused_and_infinities_stay()
    {
        foreach (int count in new[] { 1, 64 })
        {
            double[] values = [.. Enumerable.Repeat(1.0, count - 1), 1e300];
            Refused("3.4e38", PythonFiles.Npy("<f8", $"({count},)", MemoryMarshal.AsBytes(values.AsSpan()).ToArray()));
            values[^1] = double.NegativeInfinity;
            string path = _folder.Write("x.npy",
                PythonFiles.Npy("<f8", $"({count},)", MemoryMarshal.AsBytes(values.AsSpan()).ToArray()));
            Assert.Equal(float.NegativeInfinity, ArrayFile.Read(path)["x"].Values[^1]);
            values[^1] = float.MaxValue;
            path = _folder.Write("x.npy",
                PythonFiles.Npy("<f8", $"({count},)", MemoryMarshal.AsBytes(values.AsSpan()).ToArray()));
            Assert.Equal(float.MaxValue, ArrayFile.Read(path)["x"].Values[^1]);
        }
    }

    [Fact]
    public void Whole_numbers_longer_than_eight_bytes_are_refused()
        => Refused("a whole number of 255 bytes", Torch(new Pickle().Raw([0x8a, 255, .. new byte[255]]).Stop()));

    [Fact]
    public void Negative_offsets_and_strides_are_shown()
    {
        Refused("'hostile' [1] begins at -1 with the strides [1]", Torch(new Pickle().Tensor(-1, [1], [1]).Stop()));
        Refused("with the strides [4, -1]", Torch(new Pickle().Tensor(3, [1, 2], [4, -1]).Stop()));
        Refused("reaches beyond its storage", Torch(new Pickle().Tensor(0, [3], [1L << 62]).Stop()));
    }

    [Fact]
    public void Damage_is_named_before_what_it_leads_to()
    {
        byte[] file = PythonFiles.Zip(("x.npy", PythonFiles.Npy("<f4", "(1,)", new byte[4])));
        file[file.AsSpan().IndexOf("(1,)"u8) + 1] = (byte)'7';
        Refused("checksum", file);
    }

    [Fact]
    public void A_folder_is_no_file()
        => Assert.Contains("is a folder",
            Assert.Throws<FileNotFoundException>(() => ArrayFile.Read(_folder.Path)).Message);

    [Fact]
    public void Limits_without_sense_are_all_named()
    {
        var limits = new ReadLimits
        {
            BaseMegabytes = double.NaN,
            Expansion = -1,
            PickleInstructions = 0,
            Nesting = 2000
        };
        string message = Assert.Throws<ArgumentOutOfRangeException>(() => ArrayFile.Read(_folder.Path, limits)).Message;
        foreach (string name in new[] { "BaseMegabytes", "Expansion", "PickleInstructions", "Nesting" })
            Assert.Contains($"{name} is", message);
    }

    private static byte[] Torch(byte[] pickle, byte[]? storage = null)
        => Packed(("archive/data.pkl", pickle), ("archive/data/0", storage ?? new byte[16]));

    private static byte[] Packed(params (string Name, byte[] Content)[] entries)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in entries)
            {
                using Stream entry = zip.CreateEntry(name, CompressionLevel.SmallestSize).Open();
                entry.Write(content);
            }
        return stream.ToArray();
    }

    private static byte[] Bytes(params float[] values) => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    private string Refused(string expected, byte[] file)
    {
        string path = _folder.Write("hostile.bin", file);
        string message = Bounded(path, () => Assert.Throws<FormatException>(() => ArrayFile.Read(path)).Message,
            (64 << 20) + 8L * file.Length);
        Assert.StartsWith($"'{path}' cannot be read: ", message);
        Assert.Contains(expected, message);
        return message;
    }

    private static T Bounded<T>(string path, Func<T> read, long bytes)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var clock = Stopwatch.StartNew();
        T result = read();
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"'{path}' took {clock.Elapsed}.");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, bytes);
        return result;
    }
}
