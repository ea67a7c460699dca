using System.IO.Compression;
using Microsoft.ML.NeuralOperators.Columns;
using Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;
using Microsoft.ML.NeuralOperators.Testing;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Model;

/// <summary>
/// Files that were damaged on their way are refused, or the damage hit nothing that decides the scores.
/// </summary>
public sealed class DamagedModelTests : IDisposable
{
    private readonly MLContext _mlContext = new(seed: 0);
    private readonly TemporaryFolder _folder = new();
    private readonly IDataView _rows;
    private readonly float[] _scores;

    public DamagedModelTests()
    {
        IDataView data = Fixture.Data(_mlContext, 8);
        using NeuralOperatorTransformer model = _mlContext.NeuralOperators()
            .Fno("u", "a", new() { Modes = [2, 2], Channels = 2, Layers = 1 },
                Fixture.Training with { Epochs = 1, Workers = 1 }).Fit(data);
        _rows = _mlContext.Data.TakeRows(data, 1);
        _scores = Fixture.Scores(model, _rows);
        model.ExportToOnnx(_folder["model.onnx"]);
        _mlContext.Model.Save(model, data.Schema, _folder["model.zip"]);
        // Stored entries have no structure that could break, so damage to them shows in nothing but the checksum.
        using ZipArchive packed = ZipFile.OpenRead(_folder["model.zip"]),
            stored = ZipFile.Open(_folder["stored.zip"], ZipArchiveMode.Create);
        foreach (ZipArchiveEntry entry in packed.Entries)
        {
            using Stream from = entry.Open(),
                to = stored.CreateEntry(entry.FullName, CompressionLevel.NoCompression).Open();
            from.CopyTo(to);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("model.onnx", 200)]
    [InlineData("model.zip", 150)]
    [InlineData("stored.zip", 150)]
    public void Damaged_files_are_refused_or_score_the_same(string name, int count)
    {
        byte[] whole = File.ReadAllBytes(_folder[name]);
        Assert.Equal(_scores, ScoresOf(name, whole));
        var random = new Random(count);
        int refused = 0;
        for (int i = 0; i < count; i++)
        {
            byte[] damaged = Damage(whole, random, i % 5);
            try
            {
                float[] scores = ScoresOf(name, damaged);
                Assert.True(_scores.SequenceEqual(scores), $"File {i} of {name} scores differently.");
            }
            catch (FormatException error)
            {
                Assert.Contains(_folder[name], error.Message);
                Assert.NotNull(error.InnerException);
                refused++;
            }
        }
        // What is left are places that nobody reads, such as times of the archive's entries.
        Assert.InRange(refused, count * 3 / 4, count);
    }

    private float[] ScoresOf(string name, byte[] file)
    {
        string path = _folder[name];
        File.WriteAllBytes(path, file);
        NeuralOperatorsCatalog operators = _mlContext.NeuralOperators();
        using var model = (NeuralOperatorTransformer)(name.EndsWith(".onnx", StringComparison.Ordinal)
            ? operators.LoadOnnx(path) : operators.Load(path));
        return Fixture.Scores(model, _rows);
    }

    private static byte[] Damage(byte[] whole, Random random, int kind)
    {
        byte[] file = [.. whole];
        int at = random.Next(file.Length);
        switch (kind)
        {
            case 0:
            case 1:
                file[at] ^= (byte)(1 << random.Next(8));
                return file;
            case 2:
                file[at] += (byte)random.Next(1, 256);
                return file;
            case 3:
                return file[..at];
            default:
                int length = Math.Min(random.Next(1, 64), file.Length - at);
                random.NextBytes(file.AsSpan(at, length));
                return file;
        }
    }
}
