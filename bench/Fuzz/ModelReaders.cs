using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Microsoft.ML.Data;
using Microsoft.ML.NeuralOperators.Columns;
using Microsoft.ML.NeuralOperators.Training;

namespace Microsoft.ML.NeuralOperators.Fuzz;

/// <summary>Readers of model files, and a training that resumes from a state.</summary>
internal static class ModelReaders
{
    private const int Digits = 2 * SHA256.HashSizeInBytes;

    public static IEnumerable<Reader> All(string folder)
    {
        var mlContext = new MLContext(seed: 0);
        NeuralOperatorsCatalog operators = mlContext.NeuralOperators();
        string checkpoint = Path.Combine(folder, "weights.npz"), graph = Path.Combine(folder, "model.onnx"),
            zip = Path.Combine(folder, "model.zip");
        File.WriteAllBytes(checkpoint, ArrayReaders.Checkpoint1());
        IDataView rows = operators.LoadFields(("Features",
            new FieldSamples("x", 1, [8, 8], [.. Enumerable.Range(0, 64).Select(i => i / 64f)])));
        float[] expected;
        using (NeuralOperatorTransformer model = operators.LoadCheckpoint(checkpoint, new() { Grid = [8, 8] }))
        {
            model.ExportToOnnx(graph);
            mlContext.Model.Save(model, rows.Schema, zip);
            expected = Scores(model);
        }
        byte[] stored = Stored(zip);
        yield return new("onnx", [File.ReadAllBytes(graph)], path => operators.LoadOnnx(path).Dispose(), Resealed);
        yield return new("zip", [File.ReadAllBytes(zip), stored],
            path => (operators.Load(path) as IDisposable)?.Dispose(), Archive);
        yield return new("onnx flips", [File.ReadAllBytes(graph)], path => Same(operators.LoadOnnx(path)),
            Flip)
        { IsFlip = true };
        yield return new("zip flips", [File.ReadAllBytes(zip)], path => Same(operators.Load(path)),
            Flip)
        { IsFlip = true };
        yield return new("stored zip flips", [stored], path => Same(operators.Load(path)), Flip) { IsFlip = true };
        yield return Resume(folder);

        float[] Scores(ITransformer model) => [.. model.Transform(rows).GetColumn<float[]>("Score").SelectMany(s => s)];

        void Same(ITransformer model)
        {
            using var disposable = model as IDisposable;
            if (!Scores(model).AsSpan().SequenceEqual(expected))
                throw new InvalidOperationException("The scores are others.");
        }
    }

    private static Reader Resume(string folder)
    {
        string states = Path.Combine(folder, "states");
        float[] values = [.. Enumerable.Range(0, 4 * 16).Select(i => MathF.Sin(i))];
        var data = new FieldDataset([new FieldSamples("a", 1, [4, 4], values)],
            new FieldSamples("u", 1, [4, 4], values));
        var options = new TrainingOptions
        {
            Epochs = 2,
            BatchSize = 2,
            Workers = 2,
            Checkpoints = new() { Folder = states, KeepLast = 1 }
        };
        Trainer.Train(Define(), data, null, options);
        string file = Directory.GetFiles(states, "state-*").Single();
        return new Reader("resume", [File.ReadAllBytes(file)], path =>
        {
            File.Copy(path, file, overwrite: true);
            Trainer.Train(Define(), data, null, options);
        }, ArrayReaders.Rehashed)
        {
            IsDocumented = (error, _)
                => error is FormatException or InvalidOperationException
                && error.Message.Contains(states, StringComparison.Ordinal),
        };

        static Fno Define() => new(1, 1, new() { Modes = [2, 2], Channels = 2, Layers = 1 });
    }

    // ML.NET's own entries with a right checksum are ML.NET's business: wrong counts in them make it loop.
    private static byte[] Archive(byte[] file, Random random)
        => Mutation.Archive(file, random, name => name.EndsWith("OnnxModel", StringComparison.Ordinal));

    private static byte[] Flip(byte[] file, Random random)
    {
        byte[] changed = [.. file];
        changed[random.Next(file.Length)] ^= (byte)(1 << random.Next(8));
        return changed;
    }

    // The digest is right again where it still is the end of the file.
    private static byte[] Resealed(byte[] file, Random random)
    {
        byte[] content = random.Next(3) == 0 ? Mutation.Number(file[..^Digits], random)
            : Mutation.Bytes(file[..^Digits], random);
        return [.. content, .. Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(content)))];
    }

    private static byte[] Stored(string path)
    {
        using var stream = new MemoryStream();
        using (ZipArchive from = ZipFile.OpenRead(path))
        using (var to = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (ZipArchiveEntry entry in from.Entries)
            {
                using Stream source = entry.Open(),
                    target = to.CreateEntry(entry.FullName, CompressionLevel.NoCompression).Open();
                source.CopyTo(target);
            }
        return stream.ToArray();
    }
}
