using System.Buffers.Binary;
using System.IO.Compression;

namespace Microsoft.ML.NeuralOperators.Data.Zarr;

/// <summary>
/// Frames of Blosc 1: blocks that are compressed each for itself, mostly in one stream for each byte of an element, by
/// one of several methods, after their bytes or bits were shuffled.
/// </summary>
internal static class Blosc
{
    private const int HeadLength = 16, BytesShuffled = 1, Stored = 2, BitsShuffled = 4, Unsplit = 16;
    // A block is split where that leaves as many bytes in each part, and not in more parts.
    private const int SmallestPart = 128, MostParts = 16;

    private enum Method
    {
        BloscLz = 0,
        Lz4 = 1,
        Snappy = 2,
        Zlib = 3,
        Zstandard = 4,
    }

    /// <summary>Unpacks a frame.</summary>
    /// <exception cref="FormatException">It is damaged, or has more bytes than expected.</exception>
    public static byte[] Unpack(ReadOnlySpan<byte> frame, int most)
    {
        if (frame.Length < HeadLength || frame[0] is < 1 or > 2)
            throw new FormatException("a chunk compressed with Blosc does not begin like one of version 1.");
        int flags = frame[2], size = Math.Max((int)frame[3], 1), length = Int(frame, 4), block = Int(frame, 8),
            packed = Int(frame, 12);
        if (length < 0 || length > most || packed > frame.Length || packed < HeadLength)
            throw new FormatException($"a chunk compressed with Blosc has {length} bytes in {packed}; at most {most} "
                + $"in {frame.Length} are expected.");
        var unpacked = new byte[length];
        if ((flags & Stored) != 0)
        {
            if (packed - HeadLength < length) throw Damaged();
            frame.Slice(HeadLength, length).CopyTo(unpacked);
            return unpacked;
        }
        if (length == 0) return unpacked;
        if (block <= 0 || block > Math.Max(length, 1)) throw Damaged();
        int blocks = (length + block - 1) / block;
        var shuffled = new byte[block];
        for (int i = 0; i < blocks; i++)
        {
            Span<byte> target = unpacked.AsSpan(i * block, Math.Min(block, length - i * block)),
                place = shuffled.AsSpan(0, target.Length);
            int start = Int(frame[..packed], HeadLength + 4 * i);
            Block(frame[..packed], start, place, flags, size, isWhole: target.Length == block);
            if ((flags & BytesShuffled) != 0 && size > 1) Shuffle.Undo(place, target, size);
            else if ((flags & BitsShuffled) != 0 && target.Length >= size) Shuffle.UndoBits(place, target, size);
            else place.CopyTo(target);
        }
        return unpacked;
    }

    private static void Block(ReadOnlySpan<byte> frame, int at, Span<byte> target, int flags, int size, bool isWhole)
    {
        bool isSplit = (flags & Unsplit) == 0 && isWhole && size <= MostParts && target.Length / size >= SmallestPart;
        int parts = isSplit ? size : 1, length = target.Length / parts;
        for (int part = 0; part < parts; part++)
        {
            int packed = Int(frame, at);
            at += 4;
            if (packed < 0 || packed > frame.Length - at) throw Damaged();
            ReadOnlySpan<byte> source = frame.Slice(at, packed);
            Span<byte> place = target.Slice(part * length, length);
            if (packed == length) source.CopyTo(place);
            else Part((Method)(flags >> 5), source, place);
            at += packed;
        }
    }

    private static void Part(Method method, ReadOnlySpan<byte> source, Span<byte> target)
    {
        switch (method)
        {
            case Method.BloscLz: BloscLz.Unpack(source, target); break;
            case Method.Lz4: ByteCodecs.Lz4(source, target); break;
            case Method.Zlib:
                using (var stream = new ZLibStream(new MemoryStream(source.ToArray()), CompressionMode.Decompress))
                    stream.Fill(target);
                break;
            case Method.Zstandard:
                byte[] unpacked = ByteCodecs.Zstandard(source.ToArray(), target.Length);
                if (unpacked.Length != target.Length) throw Damaged();
                unpacked.CopyTo(target);
                break;
            default:
                throw new UnsupportedArrayException($"chunks compressed with Blosc's method {(int)method} "
                    + $"({method}) are not supported.");
        }
    }

    private static int Int(ReadOnlySpan<byte> frame, int at)
        => at >= 0 && at <= frame.Length - 4 ? BinaryPrimitives.ReadInt32LittleEndian(frame[at..]) : throw Damaged();

    private static FormatException Damaged() => new("a chunk compressed with Blosc is damaged.");
}
