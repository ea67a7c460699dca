namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// In which numbers an exported model keeps its weights, and multiplies. Inputs, outputs, normalisation and sizes are
/// single precision in all of them, so a model is called alike.
/// </summary>
public enum ExportPrecision
{
    /// <summary>Single precision, as trained.</summary>
    Float32,

    /// <summary>
    /// Weights of half precision, which are half as large on the disk; computed in single precision, since ONNX Runtime
    /// has next to no kernels of half precision for CPUs. In a zip of ML.NET, which reads no half precision, the same
    /// numbers are single precision.
    /// </summary>
    Float16,

    /// <summary>
    /// Weights of eight bits, a quarter as large on the disk, with a scale for every channel; computed in single
    /// precision.
    /// </summary>
    Int8,

    /// <summary>
    /// As <see cref="Int8"/>, and convolutions and linear layers multiply in eight bits: values between layers have
    /// eight bits too, within ranges that are measured on rows of data.
    /// </summary>
    Int8Static,
}
