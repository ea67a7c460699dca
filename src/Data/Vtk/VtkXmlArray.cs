using System.Buffers.Binary;

namespace Microsoft.ML.NeuralOperators.Data.Vtk;

/// <summary>How the arrays of an XML file are stored.</summary>
/// <param name="IsBigEndian">Whether the first byte of a number is the highest.</param>
/// <param name="HeaderSize">Bytes of the numbers that say how long an array is.</param>
/// <param name="Compressor">VTK's name of the method, or null.</param>
internal sealed record VtkXmlArray(bool IsBigEndian, int HeaderSize, string? Compressor)
{
    private const int MostBlocks = 1 << 26;

    /// <summary>NumPy's code of a type.</summary>
    /// <exception cref="UnsupportedArrayException">The type is not one of numbers.</exception>
    public static string Code(string type) => type switch
    {
        "Int8" => "i1",
        "UInt8" => "u1",
        "Int16" => "i2",
        "UInt16" => "u2",
        "Int32" => "i4",
        "UInt32" => "u4",
        "Int64" => "i8",
        "UInt64" => "u8",
        "Float32" => "f4",
        "Float64" => "f8",
        _ => throw new UnsupportedArrayException($"arrays of the type '{type}' are not supported."),
    };

    /// <summary>Reads numbers from their head on.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="code">The type of the numbers.</param>
    /// <param name="expected">How many there must be; null for as many as there are.</param>
    /// <param name="most">The most bytes that can be stored.</param>
    /// <param name="budget">What reading may cost.</param>
    public float[] Read(Stream stream, string code, long? expected, long most, ReadBudget budget)
    {
        long bytes;
        if (Compressor is null)
        {
            bytes = Number(stream);
            if (bytes > most) throw new EndOfStreamException($"{bytes} bytes are expected where {most} are left.");
        }
        else
        {
            long blocks = Number(stream), block = Number(stream), last = Number(stream);
            if (blocks > Math.Min(most / HeaderSize, MostBlocks) || block > int.MaxValue || last > block)
                throw new FormatException($"it has {blocks} blocks of {block} bytes, and a last one of {last}.");
            // Where the last block is whole, it is said to have nothing.
            if (last == 0) last = block;
            budget.Take(sizeof(long) * blocks);
            long[] packed = [.. Enumerable.Range(0, (int)blocks).Select(_ => Number(stream))];
            if (packed.Any(length => length > most))
                throw new EndOfStreamException($"a block of {packed.Max()} bytes is expected where {most} are left.");
            bytes = blocks == 0 ? 0 : checked((blocks - 1) * block + last);
            budget.Take(block + (packed.Length == 0 ? 0 : packed.Max()));
            stream = new VtkBlockStream(stream, Compressor, packed, (int)block, (int)last);
        }
        long count = bytes / ElementDecoder.Size(code);
        if (count * ElementDecoder.Size(code) != bytes || expected is { } needed && needed != count)
            throw new FormatException($"it has {bytes} bytes of numbers where "
                + $"{(expected ?? count) * ElementDecoder.Size(code)} are expected.");
        budget.Take(sizeof(float) * count);
        return ElementDecoder.Read(stream, code, ElementDecoder.Count([count]), budget.Certain, IsBigEndian);
    }

    private long Number(Stream stream)
    {
        byte[] bytes = stream.ReadBytes(HeaderSize);
        long number = HeaderSize == 4
            ? IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes)
            : IsBigEndian ? BinaryPrimitives.ReadInt64BigEndian(bytes) : BinaryPrimitives.ReadInt64LittleEndian(bytes);
        return number >= 0 ? number : throw new FormatException($"it has {number} bytes.");
    }
}
