using System.Runtime.InteropServices;
using Microsoft.ML.NeuralOperators.Data.Writing;

namespace Microsoft.ML.NeuralOperators.Data.Vtk;

/// <summary>A row of an array as VTK wants it: the channels of a point together.</summary>
internal static class VtkRow
{
    /// <summary>The numbers of a row, as they are.</summary>
    public static byte[] Read(StoredArray array, long row)
    {
        var bytes = new byte[checked(array.CountOf(row) * array.ElementSize)];
        array.ReadRow(row, bytes);
        return bytes;
    }

    /// <summary>A row of [channels, points] as [points, components], where further components are 0.</summary>
    public static byte[] Tuples(StoredArray array, long row, int channels, int components)
    {
        byte[] bytes = Read(array, row);
        if (channels == 1 && components == 1) return bytes;
        return array.ElementSize switch
        {
            1 => Tuples<byte>(bytes, channels, components),
            2 => Tuples<ushort>(bytes, channels, components),
            4 => Tuples<uint>(bytes, channels, components),
            _ => Tuples<ulong>(bytes, channels, components),
        };
    }

    /// <summary>Whole numbers of a row of any type; -1 for NaN.</summary>
    public static long[] Whole(StoredArray array, long row)
    {
        byte[] bytes = Read(array, row);
        return array.Code == "f8"
            ? Array.ConvertAll(MemoryMarshal.Cast<byte, double>(bytes).ToArray(), n => double.IsNaN(n) ? -1 : (long)n)
            : array.Code == "i8" ? MemoryMarshal.Cast<byte, long>(bytes).ToArray()
            : Array.ConvertAll(ElementDecoder.Decode(array.Code, bytes), n => float.IsNaN(n) ? -1 : (long)n);
    }

    private static byte[] Tuples<T>(byte[] bytes, int channels, int components)
        where T : unmanaged
    {
        ReadOnlySpan<T> source = MemoryMarshal.Cast<byte, T>(bytes);
        int points = source.Length / channels;
        var target = new T[points * components];
        for (int channel = 0; channel < channels; channel++)
            for (int point = 0; point < points; point++)
                target[point * components + channel] = source[channel * points + point];
        return MemoryMarshal.AsBytes(target.AsSpan()).ToArray();
    }
}
