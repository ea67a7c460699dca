using System.Buffers.Binary;
using Microsoft.ML.NeuralOperators.Data.Reading;

namespace Microsoft.ML.NeuralOperators.Data.Hdf5;

/// <summary>
/// An HDF5 file whose object headers of version 2 are held to their checksums when they are read, which PureHDF does
/// not do: it would go on with other names, sizes and places.
/// </summary>
/// <param name="path">The file.</param>
internal sealed class Hdf5Stream(string path) : WholeReads(path, isExact: true)
{
    private const int Checksum = 4, Prefix = 6, LongestPrefix = 34, Place = 16, Continuation = 0x10;
    private const byte HasTimes = 0x20, HasPhases = 0x10, HasOrder = 0x04;
    private static readonly byte[] Signature = [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0d, 0x0a, 0x1a, 0x0a];
    private readonly HashSet<long> _sound = [];
    private long? _beginning;

    /// <summary>
    /// Where HDF5 begins in a file, from which its places count: at 0, or at 512 bytes or twice, four times… as many.
    /// Null where its signature is nowhere.
    /// </summary>
    public static long? Beginning(Stream stream)
    {
        var bytes = new byte[Signature.Length];
        for (long at = 0; at + Signature.Length <= stream.Length; at = at == 0 ? 512 : 2 * at)
        {
            stream.Position = at;
            stream.ReadExactly(bytes);
            if (bytes.AsSpan().SequenceEqual(Signature)) return at;
        }
        return null;
    }

    protected override void Check(long place, ReadOnlySpan<byte> bytes)
    {
        // PureHDF reads the first letter of OHDR by itself.
        if (bytes.SequenceEqual("HDR"u8) && place > 0 && _sound.Add(place - 1)) Header(place - 1);
    }

    // A prefix with the length of the messages that follow it, and the checksum of both.
    private void Header(long place)
    {
        Span<byte> prefix = stackalloc byte[(int)Math.Min(LongestPrefix, Length - place)];
        Fill(prefix, place);
        if (prefix.Length < Prefix || prefix[4] != 2) return;
        byte flags = prefix[5];
        int at = Prefix + ((flags & HasTimes) == 0 ? 0 : 16) + ((flags & HasPhases) == 0 ? 0 : 4),
            width = 1 << (flags & 3);
        if (at + width > prefix.Length) throw Damage(place);
        Span<byte> number = stackalloc byte[8];
        number.Clear();
        prefix.Slice(at, width).CopyTo(number);
        Part(place, at + width, BinaryPrimitives.ReadUInt64LittleEndian(number), (flags & HasOrder) != 0);
    }

    // A header's first part, or one that continues it.
    private void Part(long place, int start, ulong messages, bool hasOrder)
    {
        if (messages > (ulong)Math.Max(0, Length - place - start - Checksum)) throw Damage(place);
        byte[] bytes = new byte[start + (int)messages + Checksum];
        Fill(bytes, place);
        ReadOnlySpan<byte> summed = bytes.AsSpan(0, bytes.Length - Checksum);
        if (Lookup3.Of(summed) != BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(summed.Length)))
            throw Damage(place);
        // Type, size and flags of each message. What is left over is too short for one.
        int head = hasOrder ? 6 : 4;
        for (int at = start; at + head <= summed.Length;)
        {
            int size = BinaryPrimitives.ReadUInt16LittleEndian(summed[(at + 1)..]);
            // Where the places of a file are shorter, which is rare, the sizes differ.
            if (summed[at] == Continuation && size == Place && at + head + size <= summed.Length)
                Continue(summed.Slice(at + head, size), hasOrder);
            at += head + size;
        }
    }

    private void Continue(ReadOnlySpan<byte> message, bool hasOrder)
    {
        long here = Position;
        _beginning ??= Beginning(this) ?? 0;
        Position = here;
        ulong place = unchecked(BinaryPrimitives.ReadUInt64LittleEndian(message) + (ulong)_beginning),
            length = BinaryPrimitives.ReadUInt64LittleEndian(message[8..]);
        if (place > (ulong)Length || length > (ulong)Length - place || length < 4 + Checksum)
            throw new FormatException($"an object's header goes on at {place}, which does not fit into it.");
        if (_sound.Add((long)place)) Part((long)place, 4, length - 4 - Checksum, hasOrder);
    }

    private static FormatException Damage(long place)
        => new($"the header of an object at {place} does not have its checksum.");
}
