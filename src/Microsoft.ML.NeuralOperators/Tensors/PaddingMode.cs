namespace Microsoft.ML.NeuralOperators;

/// <summary>What fills padded cells.</summary>
public enum PaddingMode
{
    /// <summary>Zeros.</summary>
    Zeros,
    /// <summary>
    /// The field mirrored at its outermost points, which are not repeated (homogeneous Neumann). One cell around an
    /// axis of a single point repeats that point.
    /// </summary>
    Reflect,
    /// <summary>The field from the other side (periodic).</summary>
    Circular,
    /// <summary>The outermost points repeated.</summary>
    Replicate,
}
