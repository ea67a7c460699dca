using System.IO.Compression;
using System.IO.Hashing;

namespace Microsoft.ML.NeuralOperators.Data.Formats;

/// <summary>
/// Reads entries of zip archives and compares them with their checksums, which .NET leaves to its callers.
/// </summary>
internal static class ArchiveEntry
{
    /// <param name="entry">The entry.</param>
    /// <param name="read">Reads the content; its result is given out when the checksum is right.</param>
    /// <param name="budget">What the archive may unpack to; null for any size.</param>
    /// <exception cref="InvalidDataException">The content is not what was once written.</exception>
    /// <exception cref="FormatException">The entry is larger than the budget allows.</exception>
    public static T Read<T>(ZipArchiveEntry entry, Func<Stream, T> read, ReadBudget? budget = null)
    {
        budget?.Unpack(entry.Length, entry.FullName);
        using var stream = new ChecksumStream(entry.Open());
        T result;
        try
        {
            result = read(stream);
        }
        catch (Exception error) when (error is FormatException or EndOfStreamException)
        {
            // Damage is the better explanation of content that makes no sense.
            Check(entry, stream);
            throw;
        }
        Check(entry, stream);
        return result;
    }

    private static void Check(ZipArchiveEntry entry, ChecksumStream stream)
    {
        // What the reader did not need belongs to the checksum too.
        stream.CopyTo(Stream.Null);
        if (stream.Checksum != entry.Crc32)
            throw new InvalidDataException($"the entry '{entry.FullName}' of the archive is damaged: its checksum is "
                + $"{stream.Checksum:x8} instead of {entry.Crc32:x8}.");
    }

    private sealed class ChecksumStream(Stream inner) : ReadOnlyStream
    {
        // Bytes read at a time: few enough that the checksum finds them in the cache.
        private const int Block = 1 << 18;

        private readonly Crc32 _checksum = new();

        public uint Checksum => _checksum.GetCurrentHashAsUInt32();

        public override int Read(Span<byte> buffer)
        {
            int count = inner.Read(buffer[..Math.Min(buffer.Length, Block)]);
            _checksum.Append(buffer[..count]);
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
