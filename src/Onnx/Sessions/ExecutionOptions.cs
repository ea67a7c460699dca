using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>Where and how ONNX Runtime runs a model.</summary>
public sealed record ExecutionOptions
{
    /// <summary>
    /// The execution provider that runs the model; null, the default, for CUDA if a device is given and for the CPU
    /// otherwise.
    /// </summary>
    public ExecutionProviderKind? Provider { get; init; }

    /// <summary>
    /// The device for CUDA, TensorRT or DirectML, from 0; null for the first one or, if no provider is given, for the
    /// CPU.
    /// </summary>
    public int? GpuDeviceId { get; init; }

    /// <summary>
    /// Whether to use the CPU if the provider or its device is missing. The session then says so, and why.
    /// </summary>
    public bool FallbackToCpu { get; init; }

    /// <summary>
    /// Whether a CUDA device may multiply in TF32, whose numbers have ten bits of mantissa; false multiplies in
    /// float32, so that scores are those of the CPU.
    /// </summary>
    public bool AllowTf32 { get; init; }

    /// <summary>
    /// Whether a CUDA device runs inputs whose shape comes again as one graph, recorded at the third run of the shape:
    /// several times as fast where the device would wait for the host. Each of the last four shapes keeps a copy of the
    /// weights on the device. Models of more than 256 MiB, and those that cannot be recorded, run as without it.
    /// Default true; Linux alone.
    /// </summary>
    public bool UseCudaGraphs { get; init; } = true;

    /// <summary>
    /// How many threads run the operators of this session, including the calling one. The default, 0, means one per
    /// core available to the process. They sleep between predictions. With many sessions or requests for small fields
    /// at once, 1 gives the highest throughput.
    /// </summary>
    [Range(0, 1024)]
    public int Threads { get; init; }
}
