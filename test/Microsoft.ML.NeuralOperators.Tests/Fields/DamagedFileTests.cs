using System.Text;
using Microsoft.ML.NeuralOperators.Testing;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Fields;

/// <summary>Whatever happened to a file, it is refused by name or its numbers are the right ones.</summary>
public sealed class DamagedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Files => ["types.npz", "layouts.npz", "checkpoint.pt", "tensor.pt"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_that_was_cut_off_is_refused(string name)
    {
        byte[] whole = Fixtures.Bytes(name);
        for (int length = 0; length < whole.Length; length += length < 64 || length > whole.Length - 64 ? 1 : 7)
        {
            string path = _folder.Write(name, whole[..length]);
            RequireRefused(path, Assert.Throws<FormatException>(() => ArrayFile.Read(path)));
        }
    }

    [Fact]
    public void An_array_file_that_was_cut_off_is_refused()
    {
        byte[] whole = PythonFiles.Npy("<f8", "(3, 2)", new byte[48]);
        for (int length = 0; length < whole.Length; length++)
        {
            string path = _folder.Write("cut.npy", whole[..length]);
            RequireRefused(path, Assert.Throws<FormatException>(() => ArrayFile.Read(path)));
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_with_wrong_bytes_is_refused_or_gives_the_right_numbers(string name)
    {
        byte[] whole = Fixtures.Bytes(name);
        string[] expected = Contents(ArrayFile.Read(Fixtures.Path(name)));
        int refused = 0;
        Rule.Holds(Rule.Seed(), seed =>
        {
            var random = new Random(seed);
            byte[] damaged = [.. whole];
            for (int i = random.Next(4); i >= 0; i--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            string path = _folder.Write(name, damaged);
            try
            {
                string[] contents = Contents(ArrayFile.Read(path));
                // A name or a whole entry may be lost with the archive's own list; a number may not change.
                Assert.Subset(expected.ToHashSet(), contents.ToHashSet());
            }
            catch (FormatException error)
            {
                Assert.StartsWith($"'{path}' cannot be read: ", error.Message);
                refused++;
            }
        }, count: 800);
        Assert.InRange(refused, 200, 800);
    }

    /// <summary>A plain array has no checksum: there only the kind of failure is promised.</summary>
    [Fact]
    public void An_array_file_with_wrong_bytes_never_fails_otherwise()
    {
        byte[] whole = PythonFiles.Npy("<f8", "(3, 2)", new byte[48], isFortran: true);
        Rule.Holds(Rule.Seed(), seed =>
        {
            var random = new Random(seed);
            byte[] damaged = [.. whole];
            for (int i = random.Next(4); i >= 0; i--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            string path = _folder.Write("damaged.npy", damaged);
            Exception? error = Record.Exception(() => ArrayFile.Read(path));
            if (error is not null) RequireRefused(path, error);
        }, count: 1500);
    }

    /// <summary>Every byte of the pickle once, with values that are instructions of their own.</summary>
    [Fact]
    public void A_pickle_with_wrong_bytes_never_fails_otherwise()
    {
        byte[] pickle = new Pickle().Do("}(").Text("a").Tensor(0, [2, 2], [2, 1]).Text("b").Tensor(1, [2], [1]).Do("u")
            .Stop();
        for (int at = 0; at < pickle.Length; at++)
            foreach (byte value in Encoding.Latin1.GetBytes(".(t]}aeusbRQN0hqXK\x80\x85\x86\x89\x8a\x93\x94\xff"))
            {
                byte[] damaged = [.. pickle];
                damaged[at] = value;
                string path = _folder.Write("damaged.pt", PythonFiles.Torch(damaged));
                Exception? error = Record.Exception(() => ArrayFile.Read(path));
                if (error is not null) RequireRefused(path, error);
            }
    }

    [Fact]
    public void A_number_that_changed_within_an_archive_is_seen()
    {
        byte[] whole = PythonFiles.Zip(("x.npy", PythonFiles.Npy("<f4", "(4,)", new byte[16])));
        int content = whole.AsSpan().LastIndexOf("x.npy"u8) - 46 - 8;
        whole[content] ^= 1;
        string path = _folder.Write("changed.npz", whole);
        string message = Assert.Throws<FormatException>(() => ArrayFile.Read(path)).Message;
        Assert.Contains("'x.npy'", message);
        Assert.Contains("checksum", message);
    }

    private static string[] Contents(IReadOnlyDictionary<string, NamedArray> arrays)
        => [.. arrays.Values.Select(a => $"[{string.Join(", ", a.Shape)}] {a.Text} {Bits(a.Values)}").Distinct()];

    private static string Bits(float[] values) => string.Join(' ', values.Select(BitConverter.SingleToUInt32Bits));

    private static void RequireRefused(string path, Exception error)
        => Assert.StartsWith($"'{path}' cannot be read: ", Assert.IsType<FormatException>(error).Message);
}
