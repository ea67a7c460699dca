using System.Buffers.Binary;

namespace Microsoft.ML.NeuralOperators.Fields;

/// <summary>The checksum of zip archives and PNG images (ISO 3309), eight bytes a step.</summary>
internal static class Crc32
{
    // Row k: what a byte becomes that k zero bytes follow.
    private static readonly uint[][] Tables = MakeTables();

    /// <summary>The checksum of what <paramref name="crc"/> stands for with more bytes behind it; it starts at 0.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        crc = ~crc;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            uint low = crc ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes), high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = Tables[7][(byte)low] ^ Tables[6][(byte)(low >> 8)] ^ Tables[5][(byte)(low >> 16)] ^ Tables[4][low >> 24]
                ^ Tables[3][(byte)high] ^ Tables[2][(byte)(high >> 8)] ^ Tables[1][(byte)(high >> 16)] ^ Tables[0][high >> 24];
        }
        foreach (byte b in bytes) crc = Tables[0][(byte)(crc ^ b)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[][] MakeTables()
    {
        uint[][] tables = [.. Enumerable.Range(0, 8).Select(_ => new uint[256])];
        for (uint n = 0; n < 256; n++)
        {
            uint c = n;
            for (int bit = 0; bit < 8; bit++) c = (c & 1) != 0 ? 0xEDB88320 ^ (c >> 1) : c >> 1;
            tables[0][n] = c;
        }
        for (int k = 1; k < 8; k++)
            for (int n = 0; n < 256; n++) tables[k][n] = tables[0][(byte)tables[k - 1][n]] ^ (tables[k - 1][n] >> 8);
        return tables;
    }
}
