using System.Runtime.InteropServices;

namespace Microsoft.ML.NeuralOperators.Native;

/// <summary>
/// Functions of libtorch and CUDA's runtime behind <see cref="CudaGraph"/>, by the names that GCC and Clang give them.
/// </summary>
/// <remarks>
/// The classes that they take are two machine words each, c10::cuda::CUDAStream and the id of a memory pool, which pass
/// in registers as structures do in C.
/// </remarks>
internal sealed unsafe class CudaFunctions
{
    private const string Class = "_ZN2at4cuda9CUDAGraph";
    private static readonly Lazy<CudaFunctions?> Loaded = new(Load);

    public readonly delegate* unmanaged<void*, byte, void> Construct;
    public readonly delegate* unmanaged<void*, void> Destruct;
    public readonly delegate* unmanaged<void*, ulong, ulong, int, void> Begin;
    public readonly delegate* unmanaged<void*, void> End;
    public readonly delegate* unmanaged<void*, void> Replay;
    public readonly delegate* unmanaged<sbyte, Stream> CurrentStream;
    public readonly delegate* unmanaged<byte, sbyte, Stream> StreamFromPool;
    public readonly delegate* unmanaged<Stream, void> SetCurrentStream;
    public readonly delegate* unmanaged<Stream*, nint> NativeStream;
    public readonly delegate* unmanaged<nint, int*, int> IsCapturing;
    public readonly delegate* unmanaged<nint, nint*, int> EndCapture;
    public readonly delegate* unmanaged<int> LastError;
    public readonly delegate* unmanaged<int*, int> GetDevice;
    public readonly delegate* unmanaged<int, int> SetDevice;

    private CudaFunctions(nint torch, nint streams)
    {
        Construct = (delegate* unmanaged<void*, byte, void>)Find(torch, Class + "C1Eb");
        Destruct = (delegate* unmanaged<void*, void>)Find(torch, Class + "D1Ev");
        Begin = (delegate* unmanaged<void*, ulong, ulong, int, void>)Find(torch,
            Class + "13capture_beginESt4pairIyyE21cudaStreamCaptureMode");
        End = (delegate* unmanaged<void*, void>)Find(torch, Class + "11capture_endEv");
        Replay = (delegate* unmanaged<void*, void>)Find(torch, Class + "6replayEv");
        CurrentStream = (delegate* unmanaged<sbyte, Stream>)Find(streams, "_ZN3c104cuda20getCurrentCUDAStreamEa");
        StreamFromPool = (delegate* unmanaged<byte, sbyte, Stream>)Find(streams, "_ZN3c104cuda17getStreamFromPoolEba");
        SetCurrentStream = (delegate* unmanaged<Stream, void>)Find(streams,
            "_ZN3c104cuda20setCurrentCUDAStreamENS0_10CUDAStreamE");
        NativeStream = (delegate* unmanaged<Stream*, nint>)Find(streams, "_ZNK3c104cuda10CUDAStream6streamEv");
        // Looking up a name searches the library's dependencies too, so this finds any version of CUDA's runtime.
        IsCapturing = (delegate* unmanaged<nint, int*, int>)Find(streams, "cudaStreamIsCapturing");
        EndCapture = (delegate* unmanaged<nint, nint*, int>)Find(streams, "cudaStreamEndCapture");
        LastError = (delegate* unmanaged<int>)Find(streams, "cudaGetLastError");
        GetDevice = (delegate* unmanaged<int*, int>)Find(streams, "cudaGetDevice");
        SetDevice = (delegate* unmanaged<int, int>)Find(streams, "cudaSetDevice");
    }

    /// <summary>The functions; null where libtorch was built without them or names them otherwise.</summary>
    public static CudaFunctions? Instance => Loaded.Value;

    private static CudaFunctions? Load()
    {
        if (!OperatingSystem.IsLinux() || TorchLibraries.Opened("libtorch_cuda.so") is not { } torch
            || TorchLibraries.Opened("libc10_cuda.so") is not { } streams) return null;
        try
        {
            return new CudaFunctions(torch, streams);
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    private static nint Find(nint library, string name) => NativeLibrary.GetExport(library, name);

    /// <summary>A stream of torch: the device's type and number, and the stream's.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public readonly struct Stream
    {
        private readonly long _device, _id;
    }
}
