using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Fields;

/// <summary>
/// Tensors are read the quick way where their elements follow one another, and by offset and strides elsewhere.
/// </summary>
public sealed class TensorViewTests : IDisposable
{
    private static readonly (string Storage, Func<float, byte[]> Bytes)[] Types =
    [
        ("FloatStorage", BitConverter.GetBytes),
        ("DoubleStorage", x => BitConverter.GetBytes((double)x)),
        ("HalfStorage", x => BitConverter.GetBytes((Half)x)),
        ("BFloat16Storage", x => BitConverter.GetBytes((ushort)(BitConverter.SingleToUInt32Bits(x) >> 16))),
        ("ByteStorage", x => [(byte)x]),
        ("LongStorage", x => BitConverter.GetBytes((long)x)),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>One or several of a storage: whole, cut, transposed, repeated, with axes of one and of none.</summary>
    [Fact]
    public void Every_view_has_the_elements_that_its_strides_reach()
        => Rule.Holds(Rule.Seed(), seed =>
        {
            var random = new Random(seed);
            (string storage, Func<float, byte[]> bytes) = Types[random.Next(Types.Length)];
            float[] elements = [.. Enumerable.Range(0, 64).Select(i => (float)i)];
            var views = Enumerable.Range(0, random.Next(1, 4)).Select(_ => View(random)).ToArray();
            Pickle pickle = new Pickle().Do("]");
            foreach (var (offset, shape, strides) in views) pickle.Tensor(offset, shape, strides, storage).Do("a");
            string path = _folder.Write("views.pt", PythonFiles.Torch(pickle.Stop(), [.. elements.SelectMany(bytes)]));
            IReadOnlyDictionary<string, NamedArray> read = ArrayFile.Read(path);
            for (int i = 0; i < views.Length; i++)
            {
                Assert.Equal(views[i].Shape.Select(n => (int)n), read[$"{i}"].Shape);
                Assert.Equal(Reached(views[i].Offset, views[i].Shape, views[i].Strides, 0), read[$"{i}"].Values);
            }
        }, count: 500);

    [Fact]
    public void Tensors_of_one_storage_do_not_share_their_numbers()
    {
        Pickle pickle = new Pickle().Do("](").Tensor(0, [4], [1]).Tensor(0, [4], [1]).Do("e");
        string path = _folder.Write("tied.pt", PythonFiles.Torch(pickle.Stop()));
        IReadOnlyDictionary<string, NamedArray> read = ArrayFile.Read(path);
        read["0"].Values[1] = 5;
        Assert.Equal(0, read["1"].Values[1]);
    }

    /// <summary>The numbers themselves and buffers of a fixed size; large files would not fit twice.</summary>
    [Theory]
    [InlineData("FloatStorage", 4)]
    [InlineData("DoubleStorage", 8)]
    [InlineData("HalfStorage", 2)]
    public void A_tensor_with_a_storage_to_itself_is_read_without_a_second_copy(string storage, int size)
    {
        byte[] pickle = new Pickle().Tensor(0, [1024, 2048], [2048, 1], storage).Stop();
        byte[] file = PythonFiles.Torch(pickle, new byte[size << 21]);
        Assert.InRange(Allocated(_folder.Write("large.pt", file)), 4 << 21, (4 << 21) + (3 << 20));
    }

    [Theory]
    [InlineData("<f4", 4, false)]
    [InlineData("<f2", 2, false)]
    [InlineData("<f4", 4, true)]
    public void A_numpy_array_is_read_without_a_second_copy(string type, int size, bool isArchive)
    {
        byte[] file = PythonFiles.Npy(type, "(2048, 1024)", new byte[size << 21]);
        string path = _folder.Write("large.bin", isArchive ? PythonFiles.Zip(("x.npy", file)) : file);
        Assert.InRange(Allocated(path), 4 << 21, (4 << 21) + (3 << 20));
    }

    private static long Allocated(string path)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        ArrayFile.Read(path);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static (long Offset, long[] Shape, long[] Strides) View(Random random)
    {
        int rank = random.Next(4);
        long[] shape = [.. Enumerable.Range(0, rank).Select(_ => (long)random.Next(random.Next(8) == 0 ? 0 : 1, 4))];
        long[] packed = [.. shape.Select((_, axis) => shape[(axis + 1)..].Aggregate(1L, (product, n) => product * n))];
        // The usual strides often enough, then with axes exchanged, repeated or in larger steps.
        if (random.Next(3) == 0) random.Shuffle(packed);
        long[] strides = [.. packed.Select(stride => random.Next(6) == 0 ? random.Next(6) : stride)];
        return (random.Next(2) == 0 ? 0 : random.Next(20), shape, strides);
    }

    private static List<float> Reached(long at, long[] shape, long[] strides, int axis)
        => axis == shape.Length ? [at] : [.. Enumerable.Range(0, (int)shape[axis])
            .SelectMany(i => Reached(at + i * strides[axis], shape, strides, axis + 1))];
}
