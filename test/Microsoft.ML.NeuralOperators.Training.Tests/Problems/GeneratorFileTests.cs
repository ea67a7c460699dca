using Xunit;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Problems;

public sealed class GeneratorFileTests : IDisposable
{
    private static readonly KortewegDeVriesEquation Waves = new(new() { Points = 16, Frames = 2, Start = 0.5 });
    private static readonly HeatEquation Heat = new(new() { Points = 16, Frames = 2 });
    private readonly string _folder = Directory.CreateTempSubdirectory("generator-files").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void An_archive_holds_every_field_as_it_is_generated()
    {
        var seen = new List<int>();
        int count = Waves.BatchSize + 3;
        Waves.Save(At("waves.npz"), count, 8, progress: seen.Add);
        IReadOnlyDictionary<string, NamedArray> read = ArrayFile.Read(At("waves.npz"));
        foreach (FieldSamples field in Waves.Generate(count, 8))
        {
            Assert.Equal([count, field.Channels, .. field.Grid], read[field.Name].Shape);
            Assert.Equal(field.Values, read[field.Name].Values);
        }
        Assert.Equal(3, read.Count);
        Assert.Equal([Waves.BatchSize, count], seen);
        Assert.Equal(["waves.npz"], Directory.EnumerateFiles(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public void One_field_makes_an_array_file()
    {
        Heat.Save(At("u.npy"), 3, 8);
        NamedArray u = Assert.Single(ArrayFile.Read(At("u.npy"))).Value;
        Assert.Equal([3, 2, 16], u.Shape);
        Assert.Equal(Heat.Generate(3, 8)[0].Values, u.Values);
    }

    [Fact]
    public void What_is_cancelled_leaves_what_was_there()
    {
        File.WriteAllText(At("waves.npz"), "older");
        using var source = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(
            () => Waves.Save(At("waves.npz"), 100_000, 8, source.Token, _ => source.Cancel()));
        Assert.Equal("older", File.ReadAllText(At("waves.npz")));
        Assert.Single(Directory.EnumerateFiles(_folder));
    }

    [Fact]
    public void Names_that_cannot_hold_the_fields_are_refused()
    {
        Assert.Contains("u, dx, dt", Assert.Throws<ArgumentException>(() => Waves.Save(At("u.npy"), 1, 0)).Message);
        Assert.Contains(".npz", Assert.Throws<ArgumentException>(() => Waves.Save(At("u.mat"), 1, 0)).Message);
        Assert.Empty(Directory.EnumerateFiles(_folder));
    }

    private string At(string name) => Path.Combine(_folder, name);
}
