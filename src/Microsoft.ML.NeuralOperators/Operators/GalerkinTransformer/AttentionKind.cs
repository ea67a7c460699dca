namespace Microsoft.ML.NeuralOperators;

/// <summary>How queries Q, keys K and values V [points, width] meet (Cao 2021, arXiv:2105.14995, section 3).</summary>
public enum AttentionKind
{
    /// <summary>
    /// Q (K̃ᵀ Ṽ)/n with normalised keys and values: a Petrov-Galerkin projection. Cost linear in the points.
    /// </summary>
    Galerkin,
    /// <summary>
    /// (Q̃ K̃ᵀ) V/(n √width) with normalised queries and keys: a kernel integral. Evaluated as Q̃ (K̃ᵀ V), so linear
    /// too.
    /// </summary>
    Fourier,
    /// <summary>softmax(Q̃ K̃ᵀ/√width) V: the ordinary one. Cost quadratic in the points.</summary>
    Softmax,
    /// <summary>
    /// softmax(Q) (softmax(K̃)ᵀ Ṽ), the first over the width, the second over the points. Cost linear in the points.
    /// </summary>
    Linear,
}
