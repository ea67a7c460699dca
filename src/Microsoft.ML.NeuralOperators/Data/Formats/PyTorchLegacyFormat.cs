using System.Buffers.Binary;

namespace Microsoft.ML.NeuralOperators.Data.Formats;

/// <summary>
/// PyTorch's files from before version 1.6: pickles of a magic number, the protocol, the machine, the structure and the
/// keys of the storages, then the storages one after the other. Nothing is ever executed.
/// </summary>
internal sealed class PyTorchLegacyFormat : IPyTorchEntries
{
    private const long Protocol = 1001;
    // The pickle of the magic number may have other instructions before it, and ends after it.
    private const int LatestMagic = 32;
    private static readonly byte[] Magic = [0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19,
        (byte)'.'];

    private readonly FileStream _file;
    private readonly Dictionary<string, (long Offset, long Length)> _places = new(StringComparer.Ordinal);

    private PyTorchLegacyFormat(FileStream file) => _file = file;

    /// <summary>Whether a file begins like one of these.</summary>
    public static bool Fits(ReadOnlySpan<byte> head)
        => head.Length > 0 && head[0] == 0x80
        && head[..Math.Min(head.Length, LatestMagic + Magic.Length)].IndexOf(Magic) >= 0;

    /// <summary>Reads all tensors.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">Name of a tensor that is not in a dictionary or list.</param>
    /// <param name="content">Receives them.</param>
    /// <param name="budget">What reading may cost.</param>
    public static void Read(FileStream file, string name, FileContent content, ReadBudget budget)
    {
        byte[] head = file.ReadBytes(Math.Min(file.Length, LatestMagic + Magic.Length));
        file.Position = head.AsSpan().IndexOf(Magic) + Magic.Length;
        var stream = new BufferedStream(file);
        if (Pickle(stream, budget) is not Protocol)
            throw new FormatException($"its protocol is not {Protocol}.");
        if (Pickle(stream, budget) is not Dictionary<string, object?> machine
            || machine.GetValueOrDefault("little_endian") is not true)
            throw new FormatException("the numbers are big-endian, which is not supported.");
        var format = new PyTorchFormat(stream, content, budget);
        var tensors = format.Tensors(name);
        if (Pickle(stream, budget) is not List<object?> keys)
            throw new FormatException("the keys of its storages are missing.");
        var storages = new PyTorchLegacyFormat(file);
        long at = stream.Position;
        foreach (object? key in keys)
        {
            if (key is not string text || !format.Storages.TryGetValue(text, out PyTorchStorage? storage))
                throw new FormatException($"the storage '{key}' is none that the pickle knows.");
            file.Position = at;
            long count = BinaryPrimitives.ReadInt64LittleEndian(file.ReadBytes(sizeof(long)));
            long length = checked(count * ElementDecoder.Size(storage.Code));
            at += sizeof(long);
            if (count < 0 || length > file.Length - at)
                throw new EndOfStreamException($"the storage '{text}' of {count} elements ends too early.");
            if (!storages._places.TryAdd(text, (at, length)))
                throw new FormatException($"it has the storage '{text}' twice.");
            at += length;
        }
        PyTorchStorages.ReadAll(storages, tensors, content, budget);
    }

    public long? Length(string key) => _places.TryGetValue(key, out var place) ? place.Length : null;

    public T Read<T>(string key, Func<Stream, T> read)
    {
        _file.Position = _places[key].Offset;
        return read(_file);
    }

    public (ArrayBytes Bytes, long Offset)? Place(string key) => (new PlainBytes(_file.Name), _places[key].Offset);

    private static object? Pickle(Stream stream, ReadBudget budget)
        => new PickleReader(stream, budget, (function, _) => new PickleReader.Opaque(function),
            _ => throw new FormatException("a pickle refers to something outside of it.")).Read();
}
