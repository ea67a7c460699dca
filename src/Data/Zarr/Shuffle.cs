using System.Buffers.Binary;

namespace Microsoft.ML.NeuralOperators.Data.Zarr;

/// <summary>Elements whose first bytes, or bits, were stored together, then the second ones and so on.</summary>
internal static class Shuffle
{
    /// <summary>Puts bytes back.</summary>
    /// <param name="stored">All first bytes, all second ones…; what is no whole element is at the end.</param>
    /// <param name="elements">Receives as many bytes.</param>
    /// <param name="size">Bytes of an element.</param>
    public static void Undo(ReadOnlySpan<byte> stored, Span<byte> elements, int size)
    {
        int count = stored.Length / size;
        for (int part = 0; part < size; part++)
        {
            ReadOnlySpan<byte> row = stored.Slice(part * count, count);
            for (int i = 0, at = part; i < row.Length; i++, at += size) elements[at] = row[i];
        }
        stored[(count * size)..].CopyTo(elements[(count * size)..]);
    }

    /// <summary>Puts bits back; elements must be a multiple of eight, others were not shuffled.</summary>
    /// <param name="stored">The lowest bits of all first bytes, the second ones…</param>
    /// <param name="elements">Receives as many bytes.</param>
    /// <param name="size">Bytes of an element.</param>
    public static void UndoBits(ReadOnlySpan<byte> stored, Span<byte> elements, int size)
    {
        int count = stored.Length / size, row = count / 8;
        if (count % 8 != 0)
        {
            stored.CopyTo(elements);
            return;
        }
        Span<byte> bits = stackalloc byte[8];
        for (int part = 0; part < size; part++)
            for (int i = 0; i < row; i++)
            {
                for (int bit = 0; bit < 8; bit++) bits[bit] = stored[(8 * part + bit) * row + i];
                ulong turned = Transposed(BinaryPrimitives.ReadUInt64LittleEndian(bits));
                for (int k = 0; k < 8; k++) elements[(8 * i + k) * size + part] = (byte)(turned >> 8 * k);
            }
        stored[(count * size)..].CopyTo(elements[(count * size)..]);
    }

    // Eight rows of eight bits become eight columns: squares of one, two and four bits change places.
    private static ulong Transposed(ulong x)
    {
        ulong t = (x ^ x >> 7) & 0x00AA00AA00AA00AA;
        x ^= t ^ t << 7;
        t = (x ^ x >> 14) & 0x0000CCCC0000CCCC;
        x ^= t ^ t << 14;
        t = (x ^ x >> 28) & 0x00000000F0F0F0F0;
        return x ^ t ^ t << 28;
    }
}
