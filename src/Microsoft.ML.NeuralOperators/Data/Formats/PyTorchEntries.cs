using System.IO.Compression;

namespace Microsoft.ML.NeuralOperators.Data.Formats;

/// <summary>Where the storages of a PyTorch file are, by their keys.</summary>
internal interface IPyTorchEntries
{
    /// <summary>Bytes of a storage; null where it is missing.</summary>
    long? Length(string key);

    /// <summary>Reads a storage, which must be there, from its beginning.</summary>
    T Read<T>(string key, Func<Stream, T> read);

    /// <summary>The place of a storage's first byte in the file; null where it is compressed.</summary>
    (ArrayBytes Bytes, long Offset)? Place(string key);
}

/// <summary>Those of the zip format: one entry each.</summary>
/// <param name="zip">The archive.</param>
/// <param name="file">Its file.</param>
/// <param name="folder">Where the entries are.</param>
/// <param name="budget">What reading may cost.</param>
internal sealed class PyTorchArchive(ZipArchive zip, FileStream file, string folder, ReadBudget budget)
    : IPyTorchEntries
{
    public long? Length(string key) => Entry(key)?.Length;

    public T Read<T>(string key, Func<Stream, T> read) => ArchiveEntry.Read(Entry(key)!, read, budget);

    public (ArrayBytes Bytes, long Offset)? Place(string key)
        => Entry(key) is { } entry && StoredEntry.Offset(file, entry) is { } offset
            ? (new PlainBytes(file.Name, RunningChecksum.Of(entry, offset)), offset) : null;

    private ZipArchiveEntry? Entry(string key) => zip.GetEntry($"{folder}data/{key}");
}
