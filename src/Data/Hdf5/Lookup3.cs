using System.Buffers.Binary;
using static System.Numerics.BitOperations;

namespace Microsoft.ML.NeuralOperators.Data.Hdf5;

/// <summary>The checksum of HDF5's metadata: lookup3 (Jenkins 2006) from an initial value of 0.</summary>
internal static class Lookup3
{
    private const int Block = 12;

    /// <summary>The checksum of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint a = 0xdeadbeef + (uint)bytes.Length, b = a, c = a;
        for (; bytes.Length > Block; bytes = bytes[Block..])
        {
            Add(bytes, ref a, ref b, ref c);
            a = (a - c) ^ RotateLeft(c, 4); c += b;
            b = (b - a) ^ RotateLeft(a, 6); a += c;
            c = (c - b) ^ RotateLeft(b, 8); b += a;
            a = (a - c) ^ RotateLeft(c, 16); c += b;
            b = (b - a) ^ RotateLeft(a, 19); a += c;
            c = (c - b) ^ RotateLeft(b, 4); b += a;
        }
        if (bytes.Length == 0) return c;
        // What is missing of the last block is zero.
        Span<byte> last = stackalloc byte[Block];
        last.Clear();
        bytes.CopyTo(last);
        Add(last, ref a, ref b, ref c);
        c = (c ^ b) - RotateLeft(b, 14);
        a = (a ^ c) - RotateLeft(c, 11);
        b = (b ^ a) - RotateLeft(a, 25);
        c = (c ^ b) - RotateLeft(b, 16);
        a = (a ^ c) - RotateLeft(c, 4);
        b = (b ^ a) - RotateLeft(a, 14);
        return (c ^ b) - RotateLeft(b, 24);
    }

    private static void Add(ReadOnlySpan<byte> block, ref uint a, ref uint b, ref uint c)
    {
        a += BinaryPrimitives.ReadUInt32LittleEndian(block);
        b += BinaryPrimitives.ReadUInt32LittleEndian(block[4..]);
        c += BinaryPrimitives.ReadUInt32LittleEndian(block[8..]);
    }
}
