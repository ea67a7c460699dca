using System.Buffers.Binary;
using System.Text.Json;

namespace Microsoft.ML.NeuralOperators.Data.Zarr;

/// <summary>The chunks of an array: where they are and how their bytes become numbers.</summary>
/// <param name="store">Where they are.</param>
/// <param name="place">The array's folder there.</param>
/// <param name="header">What the array's metadata says.</param>
internal sealed class ZarrChunks(ZarrStore store, string place, ZarrHeader header)
{
    // Offset and length of a chunk in a shard; both are that of one which is not there.
    private const int EntryLength = 2 * sizeof(ulong), ChecksumLength = 4;
    private static readonly ByteCodec Checksum = ByteCodecs.Of("crc32c", default(JsonElement));
    private readonly int _count = ElementDecoder.Count(header.Chunk);
    private readonly HashSet<string> _there = [.. store.Lengths.Keys.Where(key
        => key.StartsWith(place, StringComparison.Ordinal)).Select(key => key[place.Length..])];
    private (string Key, byte[] Index) _shard = ("", []);

    // Bytes before or after any step: with a checksum, or the heads of frames and blocks.
    private int Most => checked((int)Math.Min(_count * (long)ElementDecoder.Size(header.Code) * 9 / 8 + 4096,
        Array.MaxLength));

    /// <summary>Places of chunks in a box; where few chunks are there at all, only of those.</summary>
    public IEnumerable<long[]> Between(long[] first, long[] last)
    {
        long boxes = 1;
        for (int axis = 0; axis < first.Length; axis++) boxes = checked(boxes * (last[axis] - first[axis] + 1));
        if (header.Shard is null && boxes > 4L * _there.Count + 16) return There(first, last);
        return Box(first, last);
    }

    /// <summary>The numbers of a chunk, row-major; null where it is not there.</summary>
    public float[]? Read(long[] chunk)
    {
        byte[]? bytes = header.Shard is null ? Whole(header.Key(chunk)) : InShard(chunk);
        if (bytes is null) return null;
        int size = ElementDecoder.Size(header.Code), expected = checked(_count * size);
        foreach (ByteCodec codec in header.Codecs.Reverse()) bytes = codec(bytes, Most);
        if (bytes.Length != expected)
            throw new FormatException($"the chunk {header.Key(chunk)} has {bytes.Length} bytes instead of {expected}.");
        if (header.IsBigEndian) ElementDecoder.Reverse(bytes, size / header.Parts);
        float[] values = GC.AllocateUninitializedArray<float>(_count * header.Parts);
        if (header.Packing is { } packing) packing.Unpack(header.Code, bytes, values);
        else ElementDecoder.Decode(header.Code, bytes, values);
        return header.Order is null || header.Shape.Length < 2 ? values : Ordered(values, header.Order);
    }

    private byte[]? Whole(string key)
        => _there.Contains(key) ? Stored(key, 0, store.Lengths[place + key]) : null;

    // What is packed is hardly longer than what it unpacks to.
    private byte[] Stored(string key, long offset, long length)
        => length <= Most ? store.Read(place + key, offset, length)
            : throw new FormatException($"the chunk {key} has {length} bytes where at most {Most} are expected.");

    private byte[]? InShard(long[] chunk)
    {
        int rank = chunk.Length;
        long[] grid = [.. header.Shard!.Zip(header.Chunk, (shard, inner) => shard / inner)];
        string key = header.Key([.. chunk.Zip(grid, (n, inner) => n / inner)]);
        if (!_there.Contains(key)) return null;
        if (_shard.Key != key) _shard = (key, Index(place + key, checked((int)ElementDecoder.LongCount(grid))));
        long at = 0;
        for (int axis = 0; axis < rank; axis++) at = at * grid[axis] + chunk[axis] % grid[axis];
        ReadOnlySpan<byte> entry = _shard.Index.AsSpan((int)at * EntryLength, EntryLength);
        ulong offset = BinaryPrimitives.ReadUInt64LittleEndian(entry),
            length = BinaryPrimitives.ReadUInt64LittleEndian(entry[sizeof(ulong)..]);
        return offset == ulong.MaxValue && length == ulong.MaxValue ? null
            : Stored(key, checked((long)offset), checked((long)length));
    }

    private byte[] Index(string key, int chunks)
    {
        int length = checked(chunks * EntryLength + (header.IsIndexChecked ? ChecksumLength : 0));
        byte[] index = store.Read(key, header.IsIndexFirst ? 0 : store.Lengths[key] - length, length);
        return header.IsIndexChecked ? Checksum(index, length) : index;
    }

    // Numbers whose axes are stored in another order.
    private float[] Ordered(float[] values, int[] order)
    {
        var strides = new long[order.Length];
        for (long axis = order.Length - 1, step = header.Parts; axis >= 0; step *= header.Chunk[order[axis--]])
            strides[order[axis]] = step;
        float[] ordered = GC.AllocateUninitializedArray<float>(values.Length);
        StridedArray.Pack<float>(values, ordered, [.. header.Chunk, header.Parts], [.. strides, 1]);
        return ordered;
    }

    private static IEnumerable<long[]> Box(long[] first, long[] last)
    {
        long[] place = [.. first];
        while (true)
        {
            yield return [.. place];
            int axis = place.Length - 1;
            while (axis >= 0 && place[axis] == last[axis]) place[axis] = first[axis--];
            if (axis < 0) yield break;
            place[axis]++;
        }
    }

    private IEnumerable<long[]> There(long[] first, long[] last)
    {
        foreach (string key in _there)
        {
            string[] words = key.Split('.', '/');
            if (words[0] == "c") words = words[1..];
            if (words.Length != first.Length || !words.All(word => word.Length > 0 && word.All(char.IsAsciiDigit)
                && word.Length < 19)) continue;
            long[] found = [.. words.Select(long.Parse)];
            bool isIn = true;
            for (int axis = 0; axis < found.Length; axis++)
                isIn &= found[axis] >= first[axis] && found[axis] <= last[axis];
            if (isIn && header.Key(found) == key) yield return found;
        }
    }
}
