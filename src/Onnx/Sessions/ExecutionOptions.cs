using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>Where and how ONNX Runtime runs a model.</summary>
public sealed record ExecutionOptions
{
    /// <summary>What runs the model; null for CUDA where a device is named, and else the CPU.</summary>
    public ExecutionProviderKind? Provider { get; init; }

    /// <summary>
    /// The device of CUDA, TensorRT or DirectML; null for the first, or, where no provider is named, the CPU.
    /// </summary>
    public int? GpuDeviceId { get; init; }

    /// <summary>
    /// Whether to use the CPU when the provider or its device is missing. The session tells that it did, and why.
    /// </summary>
    public bool FallbackToCpu { get; init; }

    /// <summary>
    /// Whether a CUDA device may multiply in TF32, whose numbers have ten bits of mantissa; false multiplies in
    /// float32, so that scores are those of the CPU.
    /// </summary>
    public bool AllowTf32 { get; init; }

    /// <summary>
    /// Threads of this session alone; 0 shares those of the process, one per core, with all other sessions, so that
    /// many models do not take each other's cores.
    /// </summary>
    [Range(0, 1024)]
    public int Threads { get; init; }
}
