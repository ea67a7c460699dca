using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>
/// Copies between the host and tensors on a CUDA device, by the CUDA runtime that ONNX Runtime's provider has loaded:
/// its own interface has none.
/// </summary>
internal sealed unsafe class CudaMemory
{
    private const string Provider = "libonnxruntime_providers_cuda.so";
    private const int ToDevice = 1, ToHost = 2;
    private static readonly Lazy<CudaMemory?> Loaded = new(Load);
    private readonly delegate* unmanaged<void*, void*, nuint, int, int> _copy;
    private readonly delegate* unmanaged<nint, int> _synchronize;

    private CudaMemory(nint provider)
    {
        // Looking up a name searches the library's dependencies too, so this finds any version of CUDA's runtime.
        _copy = (delegate* unmanaged<void*, void*, nuint, int, int>)NativeLibrary.GetExport(provider, "cudaMemcpy");
        _synchronize = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(provider, "cudaStreamSynchronize");
    }

    /// <summary>The copies; null where the provider is not found, such as on Windows.</summary>
    public static CudaMemory? Instance => Loaded.Value;

    /// <summary>Numbers to a tensor on the device; they are there when it returns.</summary>
    public void Copy(ReadOnlySpan<float> from, OrtValue to)
    {
        fixed (float* numbers = from)
            Require(_copy(Address(to), numbers, (nuint)from.Length * sizeof(float), ToDevice));
        // From memory that is not pinned, the last part may still be on its way, and ONNX Runtime's stream does not
        // wait for it.
        Require(_synchronize(0));
    }

    /// <summary>Numbers of a tensor on the device.</summary>
    public void Copy(OrtValue from, Span<float> to)
    {
        fixed (float* numbers = to)
            Require(_copy(numbers, Address(from), (nuint)to.Length * sizeof(float), ToHost));
    }

    private static CudaMemory? Load()
    {
        // Already loaded: its name is enough.
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad(Provider, typeof(CudaMemory).Assembly, null,
            out nint provider)) return null;
        try
        {
            return new CudaMemory(provider);
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    private static void* Address(OrtValue tensor)
        => System.Runtime.CompilerServices.Unsafe.AsPointer(
            ref MemoryMarshal.GetReference(tensor.GetTensorMutableRawData()));

    private static void Require(int error)
    {
        if (error != 0)
            throw new InvalidOperationException($"CUDA cannot copy between host and device: error {error}.");
    }
}
