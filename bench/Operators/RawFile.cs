using System.Runtime.InteropServices;
using Microsoft.ML.NeuralOperators;

namespace Operators.Bench;

/// <summary>Files of float32, one a tensor, by which programs show each other weights, inputs and outputs.</summary>
internal static class RawFile
{
    public static float[] Read(string folder, string name)
        => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(PathOf(folder, name))).ToArray();

    public static void Write(string folder, string name, ReadOnlySpan<float> values)
        => File.WriteAllBytes(PathOf(folder, name), MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>Writes all weights, in the order of axes that published programs have.</summary>
    public static void Write(string folder, ParameterValues values)
    {
        foreach (ParameterDeclaration parameter in values.Definition.Parameters)
            Write(folder, parameter.Name, Published(parameter, values[parameter]));
    }

    private static float[] Published(ParameterDeclaration parameter, float[] values)
    {
        if (parameter.PublishedAxes is not { } axes) return values;
        // Axis i of ours is axis axes[i] of the published array.
        var sizes = new long[axes.Length];
        for (int i = 0; i < axes.Length; i++) sizes[axes[i]] = parameter.Shape[i];
        var published = new float[values.Length];
        for (int from = 0; from < values.Length; from++)
        {
            var at = new long[axes.Length];
            long rest = from;
            for (int i = axes.Length - 1; i >= 0; i--) (rest, at[axes[i]]) = Math.DivRem(rest, parameter.Shape[i]);
            published[at.Zip(sizes).Aggregate(0L, (index, axis) => index * axis.Second + axis.First)] = values[from];
        }
        return published;
    }

    private static string PathOf(string folder, string name) => Path.Combine(folder, name + ".bin");
}
