namespace Microsoft.ML.NeuralOperators;

/// <summary>Where and how ONNX Runtime runs a model.</summary>
public sealed record ExecutionOptions
{
    /// <summary>CUDA device, or null for the CPU.</summary>
    public int? GpuDeviceId { get; init; }

    /// <summary>Whether to use the CPU when there is no such CUDA device.</summary>
    public bool FallbackToCpu { get; init; }

    /// <summary>
    /// Whether a CUDA device may multiply in TF32, whose numbers have ten bits of mantissa; false multiplies in
    /// float32, so that scores are those of the CPU.
    /// </summary>
    public bool AllowTf32 { get; init; }

    /// <summary>Threads within operators; 0 takes one per core.</summary>
    public int Threads { get; init; }
}
