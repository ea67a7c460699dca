namespace Microsoft.ML.NeuralOperators.Onnx;

/// <summary>
/// The ONNX operators that exported graphs may use: ordinary ones, all with CUDA kernels in ONNX Runtime.
/// </summary>
internal static class OnnxOperators
{
    /// <summary>The operator set of exported graphs.</summary>
    public const int Opset = 17;

    /// <summary>The version of the file format.</summary>
    public const int IrVersion = 8;

    /// <summary>
    /// Names of the allowed operators; no Fourier transforms, no complex numbers, nothing from other domains.
    /// </summary>
    public static IReadOnlySet<string> Allowed { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "Abs", "Add", "BatchNormalization", "Cast", "Concat", "Conv", "ConvTranspose", "Cos",
        "DequantizeLinear", "Div", "Equal", "Erf", "Exp", "Expand", "Floor", "Gather", "Gemm", "Identity",
        "LayerNormalization", "LessOrEqual", "Log", "MatMul", "Max", "MaxPool", "Min", "Mul", "Neg", "Pad",
        "Pow", "QuantizeLinear", "Range", "Reciprocal", "ReduceMax", "ReduceMean", "ReduceSum", "Relu",
        "Reshape", "Shape", "Sigmoid", "Sin", "Slice", "Softmax", "Softplus", "Sqrt", "Sub", "Tanh",
        "Transpose", "Where",
    };
}
