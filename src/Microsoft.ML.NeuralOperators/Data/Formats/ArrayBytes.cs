using System.IO.Compression;
using Microsoft.Win32.SafeHandles;

namespace Microsoft.ML.NeuralOperators.Data.Formats;

/// <summary>
/// Where the bytes of a streamed array are. Files are opened for every part that is read, so that a set of ten thousand
/// of them takes no handles.
/// </summary>
internal abstract class ArrayBytes
{
    private readonly long _length;
    private readonly DateTime _written;

    /// <param name="path">The file as it is now.</param>
    protected ArrayBytes(string path)
    {
        var file = new FileInfo(path);
        (Path, _length, _written) = (path, file.Length, file.LastWriteTimeUtc);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Opens the file.</summary>
    /// <exception cref="FormatException">It has changed.</exception>
    public IReader Open()
    {
        var file = new FileInfo(Path);
        if (!file.Exists || file.Length != _length || file.LastWriteTimeUtc != _written)
            throw new FormatException("it has changed since it was opened; load it again.");
        return OpenFile();
    }

    /// <summary>Opens the file.</summary>
    protected abstract IReader OpenFile();

    /// <summary>An open file.</summary>
    internal interface IReader : IDisposable
    {
        /// <summary>Reads bytes from a place.</summary>
        void Read(long offset, Span<byte> bytes);
    }
}

/// <summary>Bytes as they are in a file.</summary>
/// <param name="path">The file.</param>
/// <param name="checksum">That of the whole, where it is known.</param>
internal sealed class PlainBytes(string path, RunningChecksum? checksum = null) : ArrayBytes(path)
{
    protected override IReader OpenFile() => new Reader(File.OpenHandle(Path), checksum);

    private sealed class Reader(SafeFileHandle file, RunningChecksum? checksum) : IReader
    {
        public void Read(long offset, Span<byte> bytes)
        {
            for (int filled = 0; filled < bytes.Length;)
            {
                int got = RandomAccess.Read(file, bytes[filled..], offset + filled);
                if (got == 0) throw new EndOfStreamException("the file ends too early.");
                filled += got;
            }
            checksum?.Append(offset, bytes);
        }

        public void Dispose() => file.Dispose();
    }
}

/// <summary>
/// Bytes of a compressed entry of a zip archive. They are unpacked in their order; going back starts again.
/// </summary>
/// <param name="path">The archive.</param>
/// <param name="entry">The entry's full name.</param>
internal sealed class PackedBytes(string path, string entry) : ArrayBytes(path), ArrayBytes.IReader
{
    private readonly Lock _lock = new();
    private ZipArchive? _zip;
    private Stream? _stream;
    private RunningChecksum? _checksum;
    private long _position;

    public void Read(long offset, Span<byte> bytes)
    {
        if (_stream is null || offset < _position) Start();
        Span<byte> skipped = stackalloc byte[4096];
        while (_position < offset) Fill(skipped[..(int)Math.Min(skipped.Length, offset - _position)]);
        Fill(bytes);
        if (_checksum!.IsComplete) Stop();
    }

    /// <summary>Lets others read. What was unpacked is not unpacked again by who goes on.</summary>
    public void Dispose() => _lock.Exit();

    protected override IReader OpenFile()
    {
        _lock.Enter();
        return this;
    }

    private void Fill(Span<byte> bytes)
    {
        try
        {
            _stream!.Fill(bytes);
            _checksum!.Append(_position, bytes);
        }
        catch
        {
            Stop();
            throw;
        }
        _position += bytes.Length;
    }

    private void Start()
    {
        Stop();
        _zip = ZipFile.OpenRead(Path);
        ZipArchiveEntry found = _zip.GetEntry(entry)
            ?? throw new FormatException($"the entry '{entry}' is missing.");
        _stream = new BufferedStream(found.Open(), 1 << 16);
        _checksum = RunningChecksum.Of(found, 0);
    }

    private void Stop()
    {
        _stream?.Dispose();
        _zip?.Dispose();
        (_stream, _zip, _position) = (null, null, 0);
    }
}
