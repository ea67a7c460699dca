using System.Reflection;
using System.Runtime.InteropServices;
using PureHDF;
using PureHDF.Selections;

namespace Microsoft.ML.NeuralOperators.Data.Hdf5;

/// <summary>
/// How the elements of a dataset are stored. PureHDF converts no types and no orders of bytes, so bytes are taken as
/// they are in the file and decoded here.
/// </summary>
/// <param name="Code">NumPy's code of their type.</param>
/// <param name="IsBigEndian">Whether the first byte of a number is the highest.</param>
internal sealed record Hdf5Elements(string Code, bool IsBigEndian)
{
    /// <summary>Bytes of an element.</summary>
    public int Size => ElementDecoder.Size(Code);

    /// <summary>Numbers of an element.</summary>
    public int Parts => ElementDecoder.Parts(Code);

    /// <exception cref="UnsupportedArrayException">The type is not one of numbers.</exception>
    public static Hdf5Elements Of(IH5DataType type, string name)
    {
        string? code = type.Class switch
        {
            H5DataTypeClass.FloatingPoint => $"f{type.Size}",
            H5DataTypeClass.FixedPoint => $"{(type.FixedPoint!.IsSigned ? 'i' : 'u')}{type.Size}",
            // h5py's bool.
            H5DataTypeClass.Enumerated when type.Size == 1 => "i1",
            H5DataTypeClass.BitField => $"u{type.Size}",
            H5DataTypeClass.Compound when IsComplex(type.Compound!) => $"c{type.Size}",
            _ => null,
        };
        if (code is null)
            throw new UnsupportedArrayException($"the dataset '{name}' holds elements of the type {type.Class}.");
        _ = ElementDecoder.Size(code);
        return new Hdf5Elements(code, type.Size > 1
            && IsBigEndianNumber(type.Class == H5DataTypeClass.Compound ? type.Compound!.Members[0].Type : type, name));
    }

    /// <summary>The bytes of all elements, or of those of a slab.</summary>
    public byte[] Bytes(IH5Dataset dataset, int count, Selection? slab = null)
    {
        byte[] bytes;
        // PureHDF refuses big-endian numbers, but not to give their bytes.
        if (IsBigEndian && Parts == 1)
        {
            bytes = dataset.Read<byte[]>(slab);
            ElementDecoder.Reverse(bytes, Size);
            return bytes;
        }
        bytes = new byte[(long)count * Size];
        switch (Size)
        {
            case 1: Copy<byte>(); break;
            case 2: Copy<ushort>(); break;
            case 4: Copy<uint>(); break;
            case 8: Copy<ulong>(); break;
            default: Copy<UInt128>(); break;
        }
        if (IsBigEndian) ElementDecoder.Reverse(bytes, Size / Parts);
        return bytes;

        void Copy<T>()
            where T : unmanaged
        {
            // A dataset without axes holds one element.
            T[] elements = dataset.Space.Rank == 0 ? [dataset.Read<T>()] : dataset.Read<T[]>(slab);
            MemoryMarshal.AsBytes(elements.AsSpan()).CopyTo(bytes);
        }
    }

    /// <summary>The numbers of all elements, or of those of a slab.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="count">How many elements there are.</param>
    /// <param name="packing">What the numbers go through, or null.</param>
    /// <param name="slab">Null for all.</param>
    public float[] Numbers(IH5Dataset dataset, int count, NumberPacking? packing, Selection? slab = null)
    {
        // Without copies in between, which would take as long as reading.
        if (Code == "f4" && !IsBigEndian && packing is null && dataset.Space.Rank > 0)
            return dataset.Read<float[]>(slab);
        var values = new float[(long)count * Parts];
        if (IsBigEndian || dataset.Space.Rank == 0) Decode(Bytes(dataset, count, slab), packing, values);
        else
            switch (Size)
            {
                case 1: Direct<byte>(); break;
                case 2: Direct<ushort>(); break;
                case 4: Direct<uint>(); break;
                case 8: Direct<ulong>(); break;
                default: Direct<UInt128>(); break;
            }
        return values;

        void Direct<T>()
            where T : unmanaged
            => Decode(MemoryMarshal.AsBytes(dataset.Read<T[]>(slab).AsSpan()), packing, values);
    }

    /// <summary>
    /// What netCDF's attributes say of the numbers; null where they are what is stored. Training refuses NaN by name
    /// and row; numbers that stand for missing ones would pass for data.
    /// </summary>
    public NumberPacking? Packing(IH5Dataset dataset) => NumberPacking.Of(Code, dataset.Numbers);

    /// <summary>Decodes the bytes of elements.</summary>
    public void Decode(ReadOnlySpan<byte> bytes, NumberPacking? packing, Span<float> values)
    {
        if (packing is not null) packing.Unpack(Code, bytes, values);
        else ElementDecoder.Decode(Code, bytes, values);
    }

    // Real and imaginary part, such as "r" and "i" or "real" and "imag".
    private static bool IsComplex(ICompoundType type)
        => type.Members is [{ Type.Class: H5DataTypeClass.FloatingPoint } re,
        { Type.Class: H5DataTypeClass.FloatingPoint } im]
        && re.Offset == 0 && im.Offset == re.Type.Size && re.Type.Size == im.Type.Size
        && (re.Name[0], im.Name[0]) is ('r', 'i');

    // PureHDF reads the byte order but does not expose it.
    private static bool IsBigEndianNumber(IH5DataType type, string name)
    {
        string described = $"{type.GetType().GetField("_dataType", BindingFlags.Instance | BindingFlags.NonPublic)
            ?.GetValue(type)}";
        if (described.Contains("ByteOrder = LittleEndian", StringComparison.Ordinal)) return false;
        return described.Contains("ByteOrder = BigEndian", StringComparison.Ordinal) ? true
            : throw new UnsupportedArrayException($"the order of bytes in the dataset '{name}' is not known.");
    }
}
