using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Microsoft.ML.NeuralOperators.Fields;

/// <summary>Little-endian numbers of any type as single precision.</summary>
internal static class ElementDecoder
{
    /// <summary>Bytes of an element, by NumPy's type code.</summary>
    public static int Size(string code) => code switch
    {
        "b1" or "u1" or "i1" => 1,
        "i2" or "u2" or "f2" or "bf2" => 2,
        "i4" or "u4" or "f4" => 4,
        "i8" or "u8" or "f8" or "c8" => 8,
        "c16" => 16,
        _ => throw new FormatException($"elements of the type '{code}' are not supported."),
    };

    /// <summary>Decodes elements; a complex one gives two numbers.</summary>
    public static float[] Decode(string code, ReadOnlySpan<byte> bytes)
    {
        int size = Size(code);
        if (code is "f4" or "c8") return MemoryMarshal.Cast<byte, float>(bytes).ToArray();
        if (code is "f8" or "c16") return Array.ConvertAll(MemoryMarshal.Cast<byte, double>(bytes).ToArray(), x => (float)x);
        var values = new float[bytes.Length / size];
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> element = bytes.Slice(i * size, size);
            values[i] = code switch
            {
                "b1" => element[0] == 0 ? 0 : 1,
                "u1" => element[0],
                "i1" => (sbyte)element[0],
                "i2" => BinaryPrimitives.ReadInt16LittleEndian(element),
                "u2" => BinaryPrimitives.ReadUInt16LittleEndian(element),
                "i4" => BinaryPrimitives.ReadInt32LittleEndian(element),
                "u4" => BinaryPrimitives.ReadUInt32LittleEndian(element),
                "i8" => BinaryPrimitives.ReadInt64LittleEndian(element),
                "u8" => BinaryPrimitives.ReadUInt64LittleEndian(element),
                "f2" => (float)BinaryPrimitives.ReadHalfLittleEndian(element),
                // The upper half of a single precision number.
                _ => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(element) << 16),
            };
        }
        return values;
    }

    /// <summary>The number of elements of a shape; sizes that no array can have are an error.</summary>
    public static int Count(IEnumerable<long> shape)
    {
        long count = 1;
        foreach (long size in shape)
        {
            if (size is < 0 or > int.MaxValue) throw new FormatException($"an array has the size {size}.");
            count = checked(count * size);
            if (count > Array.MaxLength) throw new FormatException("an array has more elements than fit into memory.");
        }
        return (int)count;
    }
}
