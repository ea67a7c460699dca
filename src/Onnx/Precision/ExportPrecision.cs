namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// The number format in which an exported model keeps its weights, and multiplies. Inputs, outputs and normalisation
/// are in single precision in every format, so all variants of a model are called alike.
/// </summary>
public enum ExportPrecision
{
    /// <summary>Single precision, as trained.</summary>
    Float32,

    /// <summary>
    /// Weights in half precision, half as large on disk; computed in single precision, since ONNX Runtime has hardly
    /// any half-precision kernels for CPUs. ML.NET reads no half precision, so a zip holds the same numbers in single
    /// precision.
    /// </summary>
    Float16,

    /// <summary>
    /// Weights in eight bits with a scale for every channel, a quarter as large on disk; computed in single precision.
    /// </summary>
    Int8,

    /// <summary>
    /// As <see cref="Int8"/>; in addition, convolutions and linear layers multiply in eight bits. The values between
    /// layers then have eight bits as well, in ranges that are measured on rows of data.
    /// </summary>
    Int8Static,
}
