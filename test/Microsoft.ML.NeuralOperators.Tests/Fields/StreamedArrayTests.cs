using System.IO.Compression;
using Microsoft.ML.NeuralOperators.Data.Formats;
using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Fields;

/// <summary>Arrays that stay in their files have the numbers of those that are read as a whole.</summary>
public sealed class StreamedArrayTests : IDisposable
{
    private static readonly ReadRequest Nothing = new(KeptNumbers: 0);
    private static readonly (string Code, Func<float, byte[]> Bytes)[] Types =
    [
        ("f4", BitConverter.GetBytes), ("f8", x => BitConverter.GetBytes((double)x)),
        ("f2", x => BitConverter.GetBytes((Half)x)), ("i2", x => BitConverter.GetBytes((short)x)),
        ("u1", x => [(byte)x]), ("i8", x => BitConverter.GetBytes((long)x)),
        ("c8", x => [.. BitConverter.GetBytes(x), .. BitConverter.GetBytes(-x)]),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_part_of_a_NumPy_array_has_its_numbers()
        => Rule.Holds(Rule.Seed(), seed =>
        {
            var random = new Random(seed);
            (string code, Func<float, byte[]> bytes) = Types[random.Next(Types.Length)];
            int[] shape = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(1, 7))];
            bool isFortran = random.Next(2) == 0, isBig = code != "u1" && random.Next(2) == 0;
            byte[] content = [.. Enumerable.Range(0, shape.Aggregate((a, b) => a * b)).SelectMany(i => bytes(i % 200))];
            if (isBig) ElementDecoder.Reverse(content, code == "c8" ? 4 : ElementDecoder.Size(code));
            byte[] npy = PythonFiles.Npy((isBig ? ">" : "<") + code, $"({string.Join(", ", shape)},)", content,
                isFortran);
            RequireSame(_folder.Write("x.npy", npy), random);
            RequireSame(_folder.Write("stored.npz", PythonFiles.Zip(("x.npy", npy))), random);
            if (!isFortran) RequireSame(_folder.Write("packed.npz", Pack("x.npy", npy)), random);
        }, count: 200);

    [Fact]
    public void Every_part_of_a_view_has_its_numbers()
        => Rule.Holds(Rule.Seed(), seed =>
        {
            var random = new Random(seed);
            long[] shape = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => (long)random.Next(1, 5))],
                strides = [.. shape.Select(_ => (long)random.Next(0, 6))];
            Pickle pickle = new Pickle().Do("]").Tensor(random.Next(3), shape, strides, "DoubleStorage").Do("a");
            RequireSame(_folder.Write("views.pt", PythonFiles.Torch(pickle.Stop(),
                [.. Enumerable.Range(0, 80).SelectMany(i => BitConverter.GetBytes((double)i))])), random);
        }, count: 200);

    [Fact]
    public void Views_of_PyTorch_with_lazy_signs_and_conjugates_too()
        => RequireSame(SharedData.Path("cases", "04_pt_views", "views.pt"), new Random(0));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Variables_of_MATLAB_and_safetensors_too(bool isBig)
    {
        RequireSame(_folder.Write("sample.mat", MatFiles.Sample(isBig)), new Random(0));
        RequireSame(_folder.Write("model.safetensors", PythonFiles.Safetensors(
            """{"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"b":{"dtype":"F16","shape":[4],"data_offsets":[24,32]}}""",
            [.. Enumerable.Range(1, 32).Select(i => (byte)i)])), new Random(0));
    }

    /// <summary>The last part tells, in archives whether packed or not.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Damage_is_found_when_the_array_was_read_from_front_to_back(bool isPacked)
    {
        byte[] npy = PythonFiles.Npy("<f4", "(1000, 1000)", new byte[4_000_000]);
        byte[] file = isPacked ? Pack("x.npy", npy, CompressionLevel.NoCompression, isFlipped: true)
            : PythonFiles.Zip(("x.npy", npy));
        if (!isPacked) file[2_000_000] ^= 4;
        string path = _folder.Write("damaged.npz", file);
        StreamedArray array = ArrayFile.Open(path, Nothing, null).Streamed["x"];
        for (int i = 0; i < 9; i++) array.Slab([100 * i, 0], [100, 1000]);
        string message = Assert.Throws<FormatException>(() => array.Slab([900, 0], [100, 1000])).Message;
        Assert.Contains(path, message);
        Assert.Contains("checksum", message);
    }

    [Fact]
    public void A_file_that_changed_or_went_is_named()
    {
        string path = _folder.Write("x.npy", PythonFiles.Npy("<f4", "(2, 3)", new byte[24]));
        StreamedArray array = ArrayFile.Open(path, Nothing, null).Streamed["x"];
        Assert.Equal(new float[3], array.Slab([1, 0], [1, 3]).Values);
        File.AppendAllText(path, "more");
        Assert.Contains("has changed", Assert.Throws<FormatException>(() => array.Slab([0, 0], [1, 3])).Message);
        File.Delete(path);
        Assert.Contains(path, Assert.Throws<FormatException>(() => array.Slab([0, 0], [1, 3])).Message);
    }

    [Fact]
    public void Only_the_arrays_that_are_wanted_are_read()
    {
        string path = _folder.Write("two.npz", PythonFiles.Zip(
            ("a.npy", PythonFiles.Npy("<f4", "(2,)", new byte[8])),
            ("b.npy", PythonFiles.Npy("<f4", "(3,)", new byte[12]))));
        FileContent content = ArrayFile.Open(path, new ReadRequest(new HashSet<string> { "b" }), null);
        Assert.Equal(["b"], content.Names);
        Assert.Equal(["a [2]"], content.Unread);
        Assert.Equal(["a", "b"], ArrayFile.Open(path, new ReadRequest(new HashSet<string> { "*" }), null).Names);
    }

    [Fact]
    public void Arrays_stay_in_the_file_when_the_room_is_taken()
    {
        string path = _folder.Write("three.npz", PythonFiles.Zip([.. "abc".Select(name
            => ($"{name}.npy", PythonFiles.Npy("<f4", "(2,)", new byte[8])))]));
        FileContent content = ArrayFile.Open(path, new ReadRequest(KeptNumbers: 5), null);
        Assert.Equal(["a", "b"], content.Keys);
        Assert.Equal(["c"], content.Streamed.Keys);
        Assert.Equal(["a", "b", "c"], content.Names);
    }

    private static void RequireSame(string path, Random random)
    {
        IReadOnlyDictionary<string, NamedArray> whole = ArrayFile.Read(path);
        FileContent content = ArrayFile.Open(path, Nothing, null);
        Assert.NotEmpty(content.Streamed);
        foreach (var (name, array) in content.Streamed)
        {
            NamedArray expected = whole[name];
            long[] shape = [.. array.Shape];
            Assert.Equal(expected.Shape, array.Slab(new long[shape.Length], shape).Shape);
            for (int repeat = 0; repeat < 4; repeat++)
            {
                long[] start = repeat == 0 ? new long[shape.Length]
                    : [.. shape.Select(n => (long)random.Next((int)n))];
                long[] count = repeat == 0 ? shape
                    : [.. shape.Select((n, axis) => 1 + (long)random.Next((int)(n - start[axis])))];
                Assert.Equal(Part(expected, start, count, array.Parts), array.Slab(start, count).Values);
            }
        }
    }

    private static float[] Part(NamedArray array, long[] start, long[] count, int parts)
    {
        long[] strides = RawArray.RowMajor([.. array.Shape.Select(n => (long)n)], 1);
        return [.. Enumerable.Range(0, (int)count.Aggregate((long)parts, (a, b) => a * b)).Select(i =>
        {
            long at = i % parts;
            i /= parts;
            for (int axis = count.Length - 1; axis >= 0; axis--)
            {
                at += (start[axis] + i % count[axis]) * strides[axis];
                i /= (int)count[axis];
            }
            return array.Values[at];
        })];
    }

    private static byte[] Pack(string name, byte[] content, CompressionLevel level = CompressionLevel.Fastest,
        bool isFlipped = false)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = zip.CreateEntry(name, isFlipped ? CompressionLevel.Fastest : level).Open();
            entry.Write(content);
        }
        byte[] file = stream.ToArray();
        if (!isFlipped) return file;
        // The checksum in the directory at the end, whose entry has it 16 bytes after its beginning.
        int directory = file.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        file[directory + 16] ^= 1;
        return file;
    }
}
