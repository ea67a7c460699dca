using Microsoft.ML.NeuralOperators.Fuzz;
using Microsoft.ML.NeuralOperators.Testing;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Fuzz;

/// <summary>
/// Changed files for every reader: each ends as documented, within ten seconds, and with 64 MB and eight times the
/// file's size of memory. bench/Fuzz runs the same for as long as one likes.
/// </summary>
public sealed class FuzzTests : IDisposable
{
    private const int Seed = 20_000;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Readers_of_arrays_and_states_keep_their_promises()
    {
        foreach (Reader reader in ArrayReaders.All(_folder.Path)) Run(reader, 800);
    }

    [Fact]
    public void Readers_of_other_formats_keep_their_promises()
    {
        foreach (Reader reader in FormatReaders.All(_folder.Path)) Run(reader, 400);
    }

    [Fact]
    public void Readers_of_models_keep_their_promises()
    {
        foreach (Reader reader in ModelReaders.All(_folder.Path)) Run(reader, 60);
    }

    /// <summary>A watchman who never sees anything would let everything pass.</summary>
    [Fact]
    public void Broken_promises_are_seen()
    {
        Assert.Contains("InvalidCastException", Broken(_ => throw new InvalidCastException("odd")));
        Assert.Contains("FormatException", Broken(_ => throw new FormatException("without the path")));
        Assert.Contains("MB beyond", Broken(_ => GC.KeepAlive(new byte[70_000_000])));
        Assert.Null(Broken(path => throw new FormatException($"'{path}' is wrong.")));

        string? Broken(Action<string> read) => new Fuzzer(new Reader("toy", [[1, 2, 3]], read), _folder.Path).Run(1);
    }

    private void Run(Reader reader, int count)
    {
        var fuzzer = new Fuzzer(reader, _folder.Path);
        for (int i = 0; i < count; i++)
            if (fuzzer.Run(Seed + i) is { } fault) Assert.Fail($"{reader.Name}, seed {Seed + i}: {fault}");
        Assert.True(fuzzer.Refused >= count * reader.LeastRefused,
            $"{reader.Name}: only {fuzzer.Refused} of {count} were refused.");
    }
}
