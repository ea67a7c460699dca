using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Microsoft.ML.NeuralOperators.Native;
using Microsoft.ML.NeuralOperators.Tensors;
using Xunit;

namespace Microsoft.ML.NeuralOperators.Tests.Support;

/// <summary>Reads a PNG image as its specification says, checksums included.</summary>
internal static class Png
{
    /// <summary>The pixels; with a palette, those of its first colour are holes.</summary>
    public static (int Width, int Height, byte[] Rgb, bool[] Holes) Decode(byte[] png)
    {
        Assert.Equal([137, 80, 78, 71, 13, 10, 26, 10], png[..8]);
        (int width, int height, byte[]? palette) = (0, 0, null);
        var types = new List<string>();
        using var compressed = new MemoryStream();
        for (int at = 8; at < png.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            byte[] body = png[(at + 4)..(at + 8 + length)];
            Assert.Equal(Checksum(body), BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length)));
            types.Add(Encoding.ASCII.GetString(body, 0, 4));
            if (types[^1] == "IHDR")
            {
                (width, height) = (BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(4)),
                    BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(8)));
                // Eight bits, true colour or a palette, deflate, filters by row, no interlacing.
                if (body[13] == 3) palette = [];
                Assert.Equal([8, palette is null ? 2 : 3, 0, 0, 0], body[12..].Select(b => (int)b));
            }
            else if (types[^1] == "PLTE") palette = body[4..];
            else if (types[^1] == "tRNS") Assert.Equal([0], body[4..]);
            else
                compressed.Write(body, 4, length);
            at += 12 + length;
        }
        Assert.Equal(palette is null ? ["IHDR", "IDAT", "IEND"] : ["IHDR", "PLTE", "tRNS", "IDAT", "IEND"], types);
        compressed.Position = 0;
        using var content = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionMode.Decompress)) zlib.CopyTo(content);
        byte[] rows = content.ToArray();
        int line = 1 + (palette is null ? 3 : 1) * width;
        Assert.Equal(height * line, rows.Length);
        byte[] pixels = [.. rows.Chunk(line).SelectMany(row =>
        {
            Assert.Equal(0, row[0]);
            return row[1..];
        })];
        return palette is null ? (width, height, pixels, new bool[width * height])
            : (width, height, [.. pixels.SelectMany(i => palette[(3 * i)..(3 * i + 3)])],
            [.. pixels.Select(i => i == 0)]);
    }

    // Bit by bit: the definition.
    private static uint Checksum(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
        }
        return ~crc;
    }
}
