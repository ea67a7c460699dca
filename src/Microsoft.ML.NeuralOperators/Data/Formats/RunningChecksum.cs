using System.IO.Compression;
using System.IO.Hashing;

namespace Microsoft.ML.NeuralOperators.Data.Formats;

/// <summary>
/// The checksum of bytes that are read a part at a time. It is compared where they are read in their order from the
/// first to the last; reading them in any other order leaves it open.
/// </summary>
/// <param name="name">What the bytes are, for errors.</param>
/// <param name="expected">The checksum (CRC-32).</param>
/// <param name="start">Where they begin.</param>
/// <param name="length">How many there are.</param>
/// <param name="before">Bytes before them that the checksum includes.</param>
internal sealed class RunningChecksum(string name, uint expected, long start, long length, byte[]? before = null)
{
    private readonly Crc32 _checksum = new();
    private readonly Lock _lock = new();
    private long _next;

    /// <summary>Whether all bytes were read and compared.</summary>
    public bool IsComplete => _next == length;

    /// <summary>That of an archive's entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="start">Where its bytes begin that will be read.</param>
    /// <param name="before">Those before them.</param>
    public static RunningChecksum Of(ZipArchiveEntry entry, long start, byte[]? before = null)
        => new($"the entry '{entry.FullName}' of the archive", entry.Crc32, start,
            entry.Length - (before?.Length ?? 0), before);

    /// <summary>Takes bytes that were read.</summary>
    /// <exception cref="InvalidDataException">These were the last, and some were not what was once written.</exception>
    public void Append(long offset, ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            long from = offset - start;
            if (from == 0)
            {
                _checksum.Reset();
                _checksum.Append(before ?? []);
            }
            if (from != 0 && from != _next)
            {
                _next = -1;
                return;
            }
            _checksum.Append(bytes);
            _next = from + bytes.Length;
            if (IsComplete && _checksum.GetCurrentHashAsUInt32() is var found && found != expected)
                throw new InvalidDataException($"{name} is damaged: its checksum is {found:x8} instead of "
                    + $"{expected:x8}.");
        }
    }
}
