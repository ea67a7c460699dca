namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// What runs a model. Every provider but the CPU needs a native library of ONNX Runtime that contains it. Operations
/// for which a provider has no kernel, such as arithmetic on sizes, run on the CPU.
/// </summary>
public enum ExecutionProviderKind
{
    /// <summary>The processor; in every native library.</summary>
    Cpu,

    /// <summary>NVIDIA cards; in Microsoft.ML.OnnxRuntime.Gpu.</summary>
    Cuda,

    /// <summary>
    /// NVIDIA cards through TensorRT, which builds an engine for every new shape, in seconds to minutes; in
    /// Microsoft.ML.OnnxRuntime.Gpu, with TensorRT installed separately. CUDA runs what TensorRT cannot.
    /// </summary>
    TensorRt,

    /// <summary>Any card that supports DirectX 12, on Windows; in Microsoft.ML.OnnxRuntime.DirectML.</summary>
    DirectMl,

    /// <summary>Apple's processors; in Microsoft.ML.OnnxRuntime on macOS and iOS.</summary>
    CoreMl,
}
