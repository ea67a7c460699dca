using System.Runtime.InteropServices;
using PureHDF;

namespace Microsoft.ML.NeuralOperators.Data.Hdf5;

/// <summary>
/// How the elements of a dataset are stored. PureHDF converts no types, so bytes are taken as they are in the file and
/// decoded here. It refuses big-endian numbers.
/// </summary>
/// <param name="Code">NumPy's code of their type.</param>
internal sealed record Hdf5Elements(string Code)
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
        return new Hdf5Elements(code);
    }

    /// <summary>The bytes of all elements.</summary>
    public byte[] Bytes(IH5Dataset dataset, int count)
    {
        var bytes = new byte[(long)count * Size];
        switch (Size)
        {
            case 1: Copy<byte>(); break;
            case 2: Copy<ushort>(); break;
            case 4: Copy<uint>(); break;
            case 8: Copy<ulong>(); break;
            default: Copy<UInt128>(); break;
        }
        return bytes;

        void Copy<T>()
            where T : unmanaged
        {
            // A dataset without axes holds one element.
            T[] elements = dataset.Space.Rank == 0 ? [dataset.Read<T>()] : dataset.Read<T[]>();
            MemoryMarshal.AsBytes(elements.AsSpan()).CopyTo(bytes);
        }
    }

    /// <summary>All numbers, row-major.</summary>
    public float[] Read(IH5Dataset dataset, int count) => ElementDecoder.Decode(Code, Bytes(dataset, count));

    // Real and imaginary part, by whatever names.
    private static bool IsComplex(ICompoundType type)
        => type.Members is [{ Type.Class: H5DataTypeClass.FloatingPoint } re,
        { Type.Class: H5DataTypeClass.FloatingPoint } im]
        && re.Offset == 0 && im.Offset == re.Type.Size && re.Type.Size == im.Type.Size
        && (re.Name[0], im.Name[0]) is ('r', 'i');
}
