namespace Microsoft.ML.NeuralOperators.Testing;

/// <summary>A folder that goes with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Path = Directory.CreateTempSubdirectory("operators").FullName;

    /// <summary>The folder itself.</summary>
    public string Path { get; }

    /// <summary>A file or folder in it.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Files and folders directly in it, sorted by name.</summary>
    public string[] Names => [.. Directory.EnumerateFileSystemEntries(Path).Order(StringComparer.Ordinal)
        .Select(p => System.IO.Path.GetFileName(p))];

    /// <summary>Writes a file.</summary>
    public string Write(string name, byte[] content)
    {
        File.WriteAllBytes(this[name], content);
        return this[name];
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
