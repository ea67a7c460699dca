namespace Microsoft.ML.NeuralOperators;

/// <summary>What a convolution on the sphere multiplies the coefficients of spherical harmonics by.</summary>
public enum SphericalFilter
{
    /// <summary>
    /// A complex matrix of the channels for every degree, as published: it commutes with rotations about the axis.
    /// </summary>
    Degree,
    /// <summary>
    /// A real matrix for every degree: the kernel is round, and the convolution commutes with all rotations. For
    /// problems without an axis.
    /// </summary>
    Zonal,
    /// <summary>
    /// A complex matrix for every degree and order: commutes with rotations about the axis, has as many times more
    /// weights as there are orders, and tells latitudes apart.
    /// </summary>
    DegreeAndOrder,
}
