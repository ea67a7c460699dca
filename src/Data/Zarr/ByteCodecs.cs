using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;
using System.Text.Json;
using K4os.Compression.LZ4;
using ZstdSharp;

namespace Microsoft.ML.NeuralOperators.Data.Zarr;

/// <summary>Undoes one of the steps from a chunk's numbers to the bytes that are stored.</summary>
/// <param name="stored">The bytes after the step.</param>
/// <param name="most">Bytes that there can be before it.</param>
/// <returns>The bytes before it.</returns>
internal delegate byte[] ByteCodec(byte[] stored, int most);

/// <summary>The steps that Zarr knows, of version 3 and of numcodecs.</summary>
internal static class ByteCodecs
{
    private const string Foreign = "numcodecs.";

    /// <summary>Finds a step by its name.</summary>
    /// <exception cref="UnsupportedArrayException">It is not known here.</exception>
    public static ByteCodec Of(string name, JsonElement configuration)
        => (name.StartsWith(Foreign, StringComparison.Ordinal) ? name[Foreign.Length..] : name) switch
        {
            "gzip" => (stored, most) => Inflate(new GZipStream(new MemoryStream(stored),
                CompressionMode.Decompress), most),
            "zlib" => (stored, most) => Inflate(new ZLibStream(new MemoryStream(stored),
                CompressionMode.Decompress), most),
            "zstd" => Zstandard,
            "lz4" => Lz4,
            "blosc" => (stored, most) => Blosc.Unpack(stored, most),
            "crc32c" when !name.StartsWith(Foreign, StringComparison.Ordinal) => Checked,
            "shuffle" => Shuffled(configuration),
            // What they did to the numbers cannot be undone.
            "bitround" or "quantize" => (stored, _) => stored,
            _ => throw new UnsupportedArrayException($"chunks by the codec '{name}' are not supported."),
        };

    /// <summary>Unpacks one frame of Zstandard.</summary>
    public static byte[] Zstandard(byte[] stored, int most)
    {
        using var decompressor = new Decompressor();
        try
        {
            var unpacked = new byte[(int)Math.Min((ulong)most, Decompressor.GetDecompressedSize(stored))];
            int length = decompressor.Unwrap(stored, unpacked);
            return length == unpacked.Length ? unpacked : unpacked[..length];
        }
        catch (ZstdException error)
        {
            throw new FormatException($"a chunk compressed with zstd is damaged: {error.Message}", error);
        }
    }

    /// <summary>Unpacks a block of LZ4 without a head.</summary>
    public static void Lz4(ReadOnlySpan<byte> stored, Span<byte> unpacked)
    {
        if (LZ4Codec.Decode(stored, unpacked) != unpacked.Length)
            throw new FormatException("a chunk compressed with lz4 is damaged.");
    }

    // numcodecs puts the length before the block.
    private static byte[] Lz4(byte[] stored, int most)
    {
        int length = stored.Length < 4 ? -1 : BinaryPrimitives.ReadInt32LittleEndian(stored);
        if (length < 0 || length > most)
            throw new FormatException($"a chunk compressed with lz4 says {length} bytes; at most {most} are expected.");
        var unpacked = new byte[length];
        Lz4(stored.AsSpan(4), unpacked);
        return unpacked;
    }

    private static byte[] Inflate(Stream stream, int most)
    {
        using (stream)
        {
            using var unpacked = new MemoryStream(most);
            byte[] buffer = new byte[1 << 16];
            for (int got; (got = stream.Read(buffer)) > 0; unpacked.Write(buffer, 0, got))
                if (unpacked.Length + got > most)
                    throw new FormatException($"a chunk unpacks to more than the {most} bytes that are expected.");
            return unpacked.Length == unpacked.Capacity ? unpacked.GetBuffer() : unpacked.ToArray();
        }
    }

    private static byte[] Checked(byte[] stored, int most)
    {
        if (stored.Length < sizeof(uint)) throw new FormatException("a chunk ends before its checksum.");
        byte[] content = stored[..^sizeof(uint)];
        uint checksum = uint.MaxValue, expected = BinaryPrimitives.ReadUInt32LittleEndian(
            stored.AsSpan(content.Length));
        ReadOnlySpan<byte> left = content;
        for (; left.Length >= sizeof(ulong); left = left[sizeof(ulong)..])
            checksum = BitOperations.Crc32C(checksum, BinaryPrimitives.ReadUInt64LittleEndian(left));
        foreach (byte one in left) checksum = BitOperations.Crc32C(checksum, one);
        return ~checksum == expected ? content
            : throw new FormatException($"a chunk is damaged: its checksum is {~checksum:x8} instead of "
                + $"{expected:x8}.");
    }

    private static ByteCodec Shuffled(JsonElement configuration)
    {
        int size = configuration.TryGetProperty("elementsize", out JsonElement value) ? value.GetInt32() : 4;
        return size < 1 ? throw new FormatException($"bytes of elements of the size {size} are shuffled.")
            : (stored, _) =>
            {
                var elements = new byte[stored.Length];
                Shuffle.Undo(stored, elements, size);
                return elements;
            };
    }
}
