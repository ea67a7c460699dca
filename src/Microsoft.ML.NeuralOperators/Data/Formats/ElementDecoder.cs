using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Microsoft.ML.NeuralOperators.Data.Formats;

/// <summary>Numbers of any type as single precision.</summary>
internal static class ElementDecoder
{
    // Numbers read at a time: few enough that checksum and conversion find them in the cache.
    private const int Block = 1 << 16;

    /// <summary>Bytes of an element, by NumPy's type code.</summary>
    public static int Size(string code) => code switch
    {
        "b1" or "u1" or "i1" => 1,
        "i2" or "u2" or "f2" or "bf2" => 2,
        "i4" or "u4" or "f4" => 4,
        "i8" or "u8" or "f8" or "c8" => 8,
        "c16" => 16,
        _ => throw new UnsupportedArrayException($"elements of the type '{code}' are not supported."),
    };

    /// <summary>Reads elements block by block into their final place; a complex one gives two numbers.</summary>
    /// <param name="stream">Where they start.</param>
    /// <param name="code">Their type.</param>
    /// <param name="count">How many.</param>
    /// <param name="isBigEndian">Whether their first byte is the highest.</param>
    /// <param name="certain">
    /// Bytes that may be allocated at once. Beyond that memory grows with what is there: a wrong size in a damaged file
    /// must not allocate gigabytes first.
    /// </param>
    /// <param name="packing">What else the numbers go through, or null.</param>
    /// <exception cref="EndOfStreamException">The stream is shorter.</exception>
    public static float[] Read(Stream stream, string code, int count, long certain,
        bool isBigEndian = false, NumberPacking? packing = null)
    {
        int parts = Parts(code), size = Size(code) / parts, numbers = checked(count * parts);
        int first = (long)numbers * size <= certain ? numbers : Math.Min(numbers, Block);
        float[] values = GC.AllocateUninitializedArray<float>(first);
        bool isRaw = code is "f4" or "c8" && !isBigEndian && packing is null;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(isRaw ? 0 : Math.Min(numbers, Block) * size);
        try
        {
            for (int filled = 0; filled < numbers;)
            {
                if (filled == values.Length) Array.Resize(ref values, (int)Math.Min(numbers, 2L * filled));
                Span<float> block = values.AsSpan(filled, Math.Min(Block, values.Length - filled));
                Span<byte> bytes = isRaw ? MemoryMarshal.AsBytes(block) : buffer.AsSpan(0, block.Length * size);
                stream.Fill(bytes);
                if (isBigEndian) Reverse(bytes, size);
                if (packing is not null) packing.Unpack(code, bytes, block);
                else if (!isRaw) Decode(code, bytes, block);
                filled += block.Length;
            }
            return values;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Turns the byte order of numbers around.</summary>
    public static void Reverse(Span<byte> bytes, int size)
    {
        switch (size)
        {
            case 2: BinaryPrimitives.ReverseEndianness(Of<ushort>(bytes), Of<ushort>(bytes)); break;
            case 4: BinaryPrimitives.ReverseEndianness(Of<uint>(bytes), Of<uint>(bytes)); break;
            case 8: BinaryPrimitives.ReverseEndianness(Of<ulong>(bytes), Of<ulong>(bytes)); break;
        }

        static Span<T> Of<T>(Span<byte> bytes)
            where T : unmanaged => MemoryMarshal.Cast<byte, T>(bytes);
    }

    /// <summary>Decodes elements; a complex one gives two numbers.</summary>
    public static float[] Decode(string code, ReadOnlySpan<byte> bytes)
    {
        var values = new float[checked(bytes.Length / Size(code) * Parts(code))];
        Decode(code, bytes, values);
        return values;
    }

    /// <summary>A real number in double precision.</summary>
    public static double Double(string code, ReadOnlySpan<byte> bytes) => code switch
    {
        "f8" => BitConverter.ToDouble(bytes),
        "i4" => BitConverter.ToInt32(bytes),
        "u4" => BitConverter.ToUInt32(bytes),
        "i8" => BitConverter.ToInt64(bytes),
        "u8" => BitConverter.ToUInt64(bytes),
        _ => Decode(code, bytes)[0],
    };

    /// <summary>The number of elements of a shape; sizes that no array in memory can have are an error.</summary>
    public static int Count(IReadOnlyCollection<long> shape)
        => LongCount(shape) is var count && count <= Array.MaxLength ? (int)count
            : throw new FormatException("an array has more elements than fit into memory.");

    /// <summary>
    /// The number of elements of a shape; sizes that no array in a file can have are an error.
    /// </summary>
    public static long LongCount(IReadOnlyCollection<long> shape)
    {
        if (shape.Count > ReadLimits.MaximumAxes)
            throw new FormatException($"an array has {shape.Count} axes; the limit is {ReadLimits.MaximumAxes}.");
        long count = 1;
        foreach (long size in shape)
        {
            if (size is < 0 or > int.MaxValue) throw new FormatException($"an array has the size {size}.");
            count = checked(count * size);
        }
        return count;
    }

    /// <summary>Numbers of an element.</summary>
    public static int Parts(string code) => code[0] == 'c' ? 2 : 1;

    /// <summary>Decodes elements into numbers, two for each complex one.</summary>
    public static void Decode(string code, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        switch (code)
        {
            case "f4" or "c8": MemoryMarshal.Cast<byte, float>(bytes).CopyTo(values); break;
            case "f8" or "c16":
                if (!FloatConversion.FromDouble(MemoryMarshal.Cast<byte, double>(bytes), values))
                    throw new FormatException("a number is beyond ±3.4e38, the range of single precision.");
                break;
            case "f2": FloatConversion.FromHalf(MemoryMarshal.Cast<byte, ushort>(bytes), values); break;
            case "bf2": FloatConversion.FromBFloat16(MemoryMarshal.Cast<byte, ushort>(bytes), values); break;
            case "b1":
                for (int i = 0; i < values.Length; i++) values[i] = bytes[i] == 0 ? 0 : 1;
                break;
            case "u1": Convert<byte>(bytes, values); break;
            case "i1": Convert<sbyte>(bytes, values); break;
            case "i2": Convert<short>(bytes, values); break;
            case "u2": Convert<ushort>(bytes, values); break;
            case "i4": Convert<int>(bytes, values); break;
            case "u4": Convert<uint>(bytes, values); break;
            case "i8": Convert<long>(bytes, values); break;
            case "u8": Convert<ulong>(bytes, values); break;
        }
    }

    private static void Convert<T>(ReadOnlySpan<byte> bytes, Span<float> values)
        where T : unmanaged, INumberBase<T>
    {
        ReadOnlySpan<T> elements = MemoryMarshal.Cast<byte, T>(bytes);
        for (int i = 0; i < values.Length; i++) values[i] = float.CreateTruncating(elements[i]);
    }
}
