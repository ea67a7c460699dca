using System.Collections.Concurrent;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Microsoft.ML.NeuralOperators.Torch;

/// <summary>
/// Numbers of the host as tensors. On a CUDA device each is made once and kept: sending numbers takes longer than most
/// kernels, and a graph cannot be recorded meanwhile (<see cref="CudaGraph"/>).
/// </summary>
internal static class HostNumbers
{
    private static readonly ConcurrentDictionary<(UInt128, string, torch.ScalarType, int), torch.Tensor> Kept = new();

    /// <summary>A tensor of some numbers, which is only read.</summary>
    public static torch.Tensor Of(double[] numbers, long[] shape, torch.ScalarType type, torch.Device device)
        => Of<double>(numbers, shape, type, device, () => torch.tensor(numbers, shape, type, device));

    /// <summary>A tensor of indices, which is only read.</summary>
    public static torch.Tensor Of(long[] indices, torch.Device device)
        => Of<long>(indices, [indices.Length], torch.ScalarType.Int64, device,
            () => torch.tensor(indices, [indices.Length], torch.ScalarType.Int64, device));

    private static torch.Tensor Of<T>(T[] numbers, long[] shape, torch.ScalarType type, torch.Device device,
        Func<torch.Tensor> make) where T : unmanaged
    {
        if (TorchDevice.IsCpu(device)) return make();
        var key = (XxHash128.HashToUInt128(MemoryMarshal.AsBytes<T>(numbers)), string.Join(' ', shape), type,
            device.index);
        return Kept.GetOrAdd(key, _ =>
        {
            HostContact.Note("Numbers were sent to the device.");
            return make().DetachFromDisposeScope();
        });
    }
}
