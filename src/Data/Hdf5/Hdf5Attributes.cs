using System.Runtime.InteropServices;
using PureHDF;

namespace Microsoft.ML.NeuralOperators.Data.Hdf5;

/// <summary>Attributes of HDF5 as numbers and texts, of whatever type they are.</summary>
internal static class Hdf5Attributes
{
    /// <summary>An attribute's numbers; null if the attribute is missing or holds text.</summary>
    /// <exception cref="UnsupportedArrayException">It holds something else.</exception>
    public static double[]? Numbers(this IH5Object owner, string name)
    {
        if (!owner.AttributeExists(name)) return null;
        IH5Attribute attribute = owner.Attribute(name);
        if (attribute.Type.Class is H5DataTypeClass.String or H5DataTypeClass.VariableLength) return null;
        Hdf5Elements elements = Hdf5Elements.Of(attribute.Type, name);
        if (elements.IsBigEndian)
            throw new UnsupportedArrayException($"the attribute '{name}' is big-endian.");
        byte[] bytes = elements.Size switch
        {
            1 => Read<byte>(attribute),
            2 => Read<ushort>(attribute),
            4 => Read<uint>(attribute),
            _ when elements.Parts == 1 => Read<ulong>(attribute),
            _ => throw new UnsupportedArrayException($"the attribute '{name}' is complex."),
        };
        return [.. bytes.Chunk(elements.Size).Select(number => ElementDecoder.Double(elements.Code, number))];
    }

    /// <summary>An attribute's text; null if the attribute is missing or holds something else.</summary>
    public static string? Text(this IH5Object owner, string name)
        => owner.AttributeExists(name) && owner.Attribute(name) is { Type.Class: H5DataTypeClass.String } attribute
            ? attribute.Space.Rank == 0 ? attribute.Read<string>() : attribute.Read<string[]>().FirstOrDefault() : null;

    private static byte[] Read<T>(IH5Attribute attribute)
        where T : unmanaged
        => MemoryMarshal.AsBytes((attribute.Space.Rank == 0 ? [attribute.Read<T>()] : attribute.Read<T[]>())
            .AsSpan()).ToArray();
}
