using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>
/// A model for inputs of one shape on a CUDA device, run as one CUDA graph: ONNX Runtime records the kernels once and
/// starts them together. With its sizes known, the tables that depend on them are constants as well.
/// </summary>
internal sealed class GraphedRun : IDisposable
{
    private readonly InferenceSession _session;
    private readonly CudaMemory _memory;
    private readonly RunOptions _options = QuietRun.NewOptions();
    private readonly OrtAllocator _allocator;
    private readonly OrtIoBinding _binding;
    private readonly OrtValue[] _inputs;
    private readonly OrtValue _output;

    private GraphedRun(InferenceSession session, CudaMemory memory, int device,
        IReadOnlyList<(string Name, long[] Shape)> inputs, (string Name, long[] Shape) output)
    {
        (_session, _memory) = (session, memory);
        using var place = new OrtMemoryInfo("Cuda", OrtAllocatorType.DeviceAllocator, device, OrtMemType.Default);
        _allocator = new OrtAllocator(session, place);
        _binding = session.CreateIoBinding();
        _inputs = [.. inputs.Select(input => Tensor(input.Shape))];
        _output = Tensor(output.Shape);
        for (int i = 0; i < _inputs.Length; i++) _binding.BindInput(inputs[i].Name, _inputs[i]);
        _binding.BindOutput(output.Name, _output);

        OrtValue Tensor(long[] shape)
            => OrtValue.CreateAllocatedTensorValue(_allocator, TensorElementType.Float, shape);
    }

    /// <summary>Opens a model for a shape; null where ONNX Runtime cannot record it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="info">Its inputs' axes by name.</param>
    /// <param name="options">The device.</param>
    /// <param name="inputs">Sizes of the inputs.</param>
    /// <param name="output">Name and sizes of the output.</param>
    public static GraphedRun? Open(OnnxModel model, OnnxModelInfo info, ExecutionOptions options,
        IReadOnlyList<long[]> inputs, (string Name, long[] Shape) output)
    {
        if (CudaMemory.Instance is not { } memory) return null;
        var sizes = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (axes, shape) in info.Inputs.Values.Zip(inputs))
            for (int i = 0; i < shape.Length; i++)
                if (!int.TryParse(axes[i], out _)) sizes[axes[i]] = shape[i];
        InferenceSession? session = null;
        try
        {
            if (RecordableGraph.Of(model, sizes, out _) is not { } graph) return null;
            session = SessionFactory.OpenRecorded(graph, options);
            return new GraphedRun(session, memory, options.GpuDeviceId ?? 0, [.. info.Inputs.Keys.Zip(inputs)], output);
        }
        // Nodes that only the CPU has, too little memory for another copy of the weights, or a temporary folder that
        // cannot be written: the model then runs as before.
        catch (Exception error) when (error is OnnxRuntimeException or IOException or UnauthorizedAccessException)
        {
            session?.Dispose();
            return null;
        }
    }

    /// <summary>Runs the model.</summary>
    /// <param name="inputs">As many numbers for each input as its shape has.</param>
    /// <param name="output">Receives as many as the output's shape has, or fewer.</param>
    public void Run(IReadOnlyList<Memory<float>> inputs, Span<float> output)
    {
        for (int i = 0; i < _inputs.Length; i++) _memory.Copy(inputs[i].Span, _inputs[i]);
        _session.RunWithBinding(_options, _binding);
        _memory.Copy(_output, output);
    }

    public void Dispose()
    {
        _binding.Dispose();
        foreach (OrtValue input in _inputs) input.Dispose();
        _output.Dispose();
        _allocator.Dispose();
        _options.Dispose();
        _session.Dispose();
    }
}
