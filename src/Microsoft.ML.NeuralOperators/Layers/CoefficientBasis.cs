namespace Microsoft.ML.NeuralOperators;

/// <summary>Functions on [0, 1] that a field is a sum of along an axis, lowest first.</summary>
public enum CoefficientBasis
{
    /// <summary>
    /// 1, √2 sin 2πx, √2 cos 2πx, √2 sin 4πx, …: periodic fields. They are orthonormal, so that the mean square of a
    /// field is the sum of its squared coefficients. An odd number leaves no sine without its cosine.
    /// </summary>
    Fourier,

    /// <summary>Chebyshev polynomials Tₖ(2x - 1): time, and fields that are not periodic.</summary>
    Chebyshev,
}
