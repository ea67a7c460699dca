namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// What runs a model. Each but the first needs a native library of ONNX Runtime that has it; what a provider has no
/// kernel for, such as arithmetic on sizes, runs on the CPU beside it.
/// </summary>
public enum ExecutionProviderKind
{
    /// <summary>The processor; in every native library.</summary>
    Cpu,

    /// <summary>NVIDIA cards; in Microsoft.ML.OnnxRuntime.Gpu.</summary>
    Cuda,

    /// <summary>
    /// NVIDIA cards through TensorRT, which makes an engine for every new shape, for seconds to minutes; in
    /// Microsoft.ML.OnnxRuntime.Gpu, beside an installation of TensorRT. CUDA runs what it cannot.
    /// </summary>
    TensorRt,

    /// <summary>Any card of Windows with DirectX 12; in Microsoft.ML.OnnxRuntime.DirectML.</summary>
    DirectMl,

    /// <summary>Apple's processors; in Microsoft.ML.OnnxRuntime on macOS and iOS.</summary>
    CoreMl,
}
