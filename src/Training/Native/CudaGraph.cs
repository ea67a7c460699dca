using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Microsoft.ML.NeuralOperators.Native;

/// <summary>
/// Work of a CUDA device that was recorded once and is started again with one call, instead of one for each of its
/// kernels. What it reads and writes has fixed addresses: new input is copied into the tensors it was recorded with.
/// </summary>
/// <remarks>
/// This is libtorch's own at::cuda::CUDAGraph, with the memory of its own that PyTorch gives it
/// (https://pytorch.org/docs/stable/notes/cuda.html#cuda-graphs). TorchSharp does not wrap it, so it is called by its
/// exported names (<see cref="CudaFunctions"/>).
/// </remarks>
internal sealed unsafe class CudaGraph : IDisposable
{
    // More than the class takes in any version so far; it has members of a few hundred bytes.
    private const nuint Size = 4096, Alignment = 64;
    // Calls of other threads, such as allocations of a reader, do not end the recording.
    private const int Relaxed = 2;
    private const int IsActive = 1;
    // Recordings need a stream of their own. One for each device: streams have memory of their own, too.
    private static readonly ConcurrentDictionary<int, CudaFunctions.Stream> Streams = new();
    private readonly CudaFunctions _functions;
    private void* _graph;

    private CudaGraph(CudaFunctions functions, void* graph)
    {
        _functions = functions;
        _graph = graph;
    }

    /// <summary>Whether libtorch has what it takes.</summary>
    public static bool IsAvailable => CudaFunctions.Instance is not null;

    /// <summary>
    /// Records the work that an action starts on a device. It runs nothing of it; the results exist after
    /// <see cref="Replay"/>.
    /// </summary>
    /// <param name="device">The device.</param>
    /// <param name="work">The work. It must not ask the device for a result, nor send numbers to it.</param>
    /// <param name="failure">What prevented it.</param>
    /// <returns>The graph; null where the work cannot be recorded.</returns>
    public static CudaGraph? Capture(torch.Device device, Action work, out Exception? failure)
    {
        CudaFunctions functions = CudaFunctions.Instance
            ?? throw new InvalidOperationException("This libtorch has no CUDA graphs.");
        torch.cuda.synchronize();
        int outer;
        _ = functions.GetDevice(&outer);
        _ = functions.SetDevice(device.index);
        CudaFunctions.Stream before = functions.CurrentStream((sbyte)device.index);
        CudaFunctions.Stream own = Streams.GetOrAdd(device.index, id => functions.StreamFromPool(0, (sbyte)id));
        functions.SetCurrentStream(own);
        try
        {
            return Record(functions, own, work, out failure);
        }
        finally
        {
            functions.SetCurrentStream(before);
            _ = functions.SetDevice(outer);
        }
    }

    /// <summary>Starts the work on the thread's stream.</summary>
    public void Replay() => _functions.Replay(_graph);

    public void Dispose()
    {
        if (_graph is null) return;
        torch.cuda.synchronize();
        Destroy(_functions, _graph);
        _graph = null;
    }

    private static CudaGraph? Record(CudaFunctions functions, CudaFunctions.Stream stream, Action work,
        out Exception? failure)
    {
        failure = null;
        void* graph = NativeMemory.AlignedAlloc(Size, Alignment);
        NativeMemory.Clear(graph, Size);
        functions.Construct(graph, 0);
        functions.Begin(graph, 0, 0, Relaxed);
        try
        {
            work();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            failure = error;
        }
        nint native = functions.NativeStream(&stream);
        int status;
        _ = functions.IsCapturing(native, &status);
        if (status != IsActive)
        {
            // A recording that CUDA gave up ends with an error, which libtorch would throw through this call. It is
            // ended here; its object, which still counts as recording, is left alone.
            nint rest;
            _ = functions.EndCapture(native, &rest);
            _ = functions.LastError();
            failure ??= new InvalidOperationException("CUDA gave up the recording.");
            return null;
        }
        functions.End(graph);
        if (failure is null) return new CudaGraph(functions, graph);
        Destroy(functions, graph);
        return null;
    }

    private static void Destroy(CudaFunctions functions, void* graph)
    {
        functions.Destruct(graph);
        NativeMemory.AlignedFree(graph);
    }
}
