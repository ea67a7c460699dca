using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.ML.NeuralOperators.Data.Formats;
using Microsoft.ML.NeuralOperators.Tests.Support;
using Microsoft.ML.NeuralOperators.Training;

namespace Microsoft.ML.NeuralOperators.Fuzz;

/// <summary>Readers of arrays, checkpoints and states, with small files of every kind.</summary>
internal static class ArrayReaders
{
    // Instructions of pickles with what they need, to be put in anywhere.
    private static readonly byte[][] Instructions =
        [.. new[] { "}", "]", ")", "N", "(", "t", "\u0085", "0", "h\0", "q\0", "\u0094", "e", "u", "s", "a", "R",
        "Q", "b", ".",
        "X\u00ff\u00ff\u00ff\u007f", "X\0\0\0\0", "B\0\0\0\u0001", "\u008a\u0008\0\0\0\0\0\0\0\u0080", "\u008a\u00ff",
        "K\u0040", "J\u00ff\u00ff\u00ff\u00ff", "cos\nsystem\n", "ctorch._utils\n_rebuild_tensor_v2\n" }
        .Select(System.Text.Encoding.Latin1.GetBytes)];

    public static IEnumerable<Reader> All(string stateFolder)
    {
        yield return new("npy", [.. Arrays()], path => ArrayFile.Read(path), Mutation.Number);
        yield return new("npz", [Zip(CompressionLevel.Fastest), Zip(CompressionLevel.NoCompression)],
            path => ArrayFile.Read(path), Mutation.Archive);
        yield return new("pt", [Tensors()], path => ArrayFile.Read(path), Torch);
        yield return new("safetensors", [Safetensors()], path => ArrayFile.Read(path), Mutation.Number);
        yield return new("mat", [MatFiles.Sample(false), MatFiles.Sample(true)], path => ArrayFile.Read(path),
            Mutation.Bytes);
        yield return new("checkpoint", [Checkpoint1()], path => Checkpoint.Load(path), Mutation.Archive);
        yield return new("state", [State(stateFolder)], path => TrainingStateFile.Read(path), Rehashed);
    }

    /// <summary>A checkpoint of a small Fourier operator, as neuraloperator would name it.</summary>
    public static byte[] Checkpoint1()
    {
        var definition = new Fno(1, 1, new() { Modes = [4, 4], Channels = 4, Layers = 2 });
        var random = new Random(3);
        return PythonFiles.Zip([.. definition.Parameters.Select(p =>
        {
            long[] stored = [.. p.Shape];
            for (int i = 0; i < stored.Length; i++) stored[p.PublishedAxes?[i] ?? i] = p.Shape[i];
            bool isComplex = p.Name.EndsWith(".tensor", StringComparison.Ordinal);
            float[] values = [.. Enumerable.Range(0, (int)p.Elements).Select(_ => random.NextSingle() - 0.5f)];
            string shape = string.Concat(stored.SkipLast(isComplex ? 1 : 0).Select(n => $"{n},"));
            return ($"{p.Name}.npy",
                PythonFiles.Npy(isComplex ? "<c8" : "<f4", $"({shape})",
                MemoryMarshal.AsBytes(values.AsSpan()).ToArray()));
        })]);
    }

    private static IEnumerable<byte[]> Arrays()
    {
        var random = new Random(1);
        foreach (var (type, size) in new[] { ("<f4", 4), ("<f8", 8), ("<f2", 2), ("|u1", 1), ("<i8", 8), ("<c16", 16) })
        {
            byte[] content = new byte[24 * size];
            if (type[1] == 'i' || type[1] == 'u') random.NextBytes(content);
            yield return PythonFiles.Npy(type, "(4, 3, 2)", content, isFortran: type == "<f8");
        }
        yield return PythonFiles.Npy("<U8", "(3,)", new byte[96]);
    }

    private static byte[] Zip(CompressionLevel level)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (content, i) in Arrays().Select((c, i) => (c, i)))
            {
                using Stream entry = zip.CreateEntry($"group/x{i}.npy", level).Open();
                entry.Write(content);
            }
        return stream.ToArray();
    }

    private static byte[] Tensors()
        => PythonFiles.Torch(new Pickle().Do("}q\0(").Text("a").Tensor(0, [2, 4], [4, 1]).Text("b")
        .Do("](").Tensor(1, [2, 2], [1, 3]).Tensor(0, [3, 2], [0, 1], "DoubleStorage")
        .Tensor(2, [3], [1], "HalfStorage").Do("e")
        .Text("c").Do("}K\u0003").Tensor(0, [], [], "LongStorage").Do("su").Stop(), new byte[64]);

    private static byte[] Safetensors() => PythonFiles.Safetensors("""
        {"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},
        "b":{"dtype":"BF16","shape":[4],"data_offsets":[24,32]},"c":{"dtype":"C64","shape":[],"data_offsets":[32,40]}}
        """, new byte[40]);

    private static byte[] Torch(byte[] file, Random random)
    {
        if (random.Next(2) == 0) return Mutation.Archive(file, random);
        byte[] pickle;
        using (var zip = new ZipArchive(new MemoryStream(file)))
        using (Stream stream = zip.GetEntry("archive/data.pkl")!.Open())
            pickle = stream.ReadBytes(zip.GetEntry("archive/data.pkl")!.Length);
        for (int i = random.Next(4); i >= 0; i--)
        {
            int at = random.Next(pickle.Length);
            IEnumerable<byte> added =
                Enumerable.Repeat(Instructions[random.Next(Instructions.Length)],
                random.Next(16) == 0 ? 1 << random.Next(16) : 1).SelectMany(b => b);
            pickle = [.. pickle[..at], .. added, .. pickle[(at + random.Next(2))..]];
        }
        return PythonFiles.Torch(pickle, new byte[64]);
    }

    private static byte[] State(string folder)
    {
        string path = Path.Combine(folder, "state");
        TrainingStateFile.Write(path,
            new TrainingState(new Dictionary<string, string> { ["Epochs"] = "4", ["data"] = "a [20, 1, 8, 8]" }, 3,
            0, 6, 0, 0,
            [new(1, 0.5, null, 1e-3, 0.1), new(2, 0.4, 0.3, 1e-3, 0.1)], 0.3, 2, 1,
            new Dictionary<string, StateVector>
            {
                ["parameters"] = new("Float32", [16], new float[16]),
                ["optimizer.mean"] = new("Float64", [2, 4], new double[8]),
                ["optimizer.pairs"] = new("Int64", [], new long[1]),
            })
            { FirstLoss = 1 });
        return File.ReadAllBytes(path);
    }

    /// <summary>A change within a state with a right hash.</summary>
    public static byte[] Rehashed(byte[] file, Random random)
    {
        byte[] content = file[..^SHA256.HashSizeInBytes];
        int start = 12, end = start + BitConverter.ToInt32(content, 8);
        if (random.Next(4) > 0)
        {
            byte[] text = random.Next(2) == 0 ? Mutation.Number(content[start..end], random)
                : Mutation.Bytes(content[start..end], random);
            content = [.. content[..8], .. BitConverter.GetBytes(text.Length), .. text, .. content[end..]];
        }
        else
        {
            content = Mutation.Bytes(content, random);
        }
        return [.. content, .. SHA256.HashData(content)];
    }
}
