namespace Microsoft.ML.NeuralOperators;

/// <summary>By what a convolution on the sphere multiplies the coefficients of spherical harmonics.</summary>
public enum SphericalFilter
{
    /// <summary>
    /// A complex matrix over channels for every degree, as published: the convolution commutes with rotations about the
    /// axis.
    /// </summary>
    Degree,
    /// <summary>
    /// A real matrix for every degree: the kernel is symmetric about its centre, and the convolution commutes with all
    /// rotations. For problems without a preferred axis.
    /// </summary>
    Zonal,
    /// <summary>
    /// A complex matrix for every degree and order: the convolution commutes with rotations about the axis and can tell
    /// latitudes apart. The number of weights is that of <see cref="Degree"/> times the number of orders.
    /// </summary>
    DegreeAndOrder,
}
