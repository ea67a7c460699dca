using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace Microsoft.ML.NeuralOperators.Reports;

/// <summary>Images in the PNG format.</summary>
internal static class PngImage
{
    private const byte TrueColor = 2, Palette = 3;

    /// <summary>Encodes an image of three bytes a pixel.</summary>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Pixels down.</param>
    /// <param name="rgb">Red, green and blue of every pixel, row by row.</param>
    public static byte[] Encode(int width, int height, ReadOnlySpan<byte> rgb)
    {
        if (rgb.Length != 3 * width * height)
            throw new ArgumentException($"Expected {3 * width * height} bytes, got {rgb.Length}.", nameof(rgb));
        return Encode(width, height, TrueColor, rgb, []);
    }

    /// <summary>Encodes an image of one byte a pixel.</summary>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Pixels down.</param>
    /// <param name="indices">
    /// The colour of every pixel in the palette, row by row; the first colour is transparent.
    /// </param>
    /// <param name="palette">Red, green and blue of at most 256 colours.</param>
    public static byte[] Encode(int width, int height, ReadOnlySpan<byte> indices, ReadOnlySpan<byte> palette)
        => indices.Length != width * height
            ? throw new ArgumentException($"Expected {width * height} bytes, got {indices.Length}.", nameof(indices))
            : Encode(width, height, Palette, indices, palette);

    private static byte[] Encode(int width, int height, byte kind, ReadOnlySpan<byte> pixels,
        ReadOnlySpan<byte> palette)
    {
        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, kind);
        Chunk(png, "IHDR", header);
        if (kind == Palette)
        {
            Chunk(png, "PLTE", palette);
            Chunk(png, "tRNS", [0]);
        }
        int line = pixels.Length / height;
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.SmallestSize, leaveOpen: true))
            for (int row = 0; row < height; row++)
            {
                zlib.WriteByte(0);
                zlib.Write(pixels.Slice(row * line, line));
            }
        Chunk(png, "IDAT", data.ToArray());
        Chunk(png, "IEND", []);
        return png.ToArray();
    }

    private static void Chunk(Stream stream, string type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        stream.Write(number);
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        stream.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.HashToUInt32(body));
        stream.Write(number);
    }
}
