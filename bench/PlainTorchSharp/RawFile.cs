using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace PlainTorchSharp;

/// <summary>Files of float32, one a tensor, by which programs show each other weights, inputs and outputs.</summary>
internal static class RawFile
{
    public static Tensor Read(string folder, string name, long[] shape)
        => tensor(MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(PathOf(folder, name))).ToArray(), shape);

    public static void Write(string folder, string name, Tensor values)
        => File.WriteAllBytes(PathOf(folder, name),
            MemoryMarshal.AsBytes(values.contiguous().data<float>().ToArray().AsSpan()).ToArray());

    /// <summary>
    /// Gives a network the weights of a folder; complex ones end with their real and imaginary parts.
    /// </summary>
    public static void Load(nn.Module network, string folder)
    {
        using IDisposable noGradient = no_grad();
        foreach (var (name, parameter) in network.named_parameters())
            parameter.copy_(parameter.is_complex() ? view_as_complex(Read(folder, name, [.. parameter.shape, 2]))
                : Read(folder, name, parameter.shape));
    }

    private static string PathOf(string folder, string name) => Path.Combine(folder, name + ".bin");
}
