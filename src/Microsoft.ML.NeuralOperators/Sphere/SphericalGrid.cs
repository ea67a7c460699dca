namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Where the circles of latitude of a grid on the sphere are, from the north pole to the south pole. The second axis
/// of such a grid is the longitude, 2πj/n from 0.
/// </summary>
public enum SphericalGrid
{
    /// <summary>
    /// Equally far from each other, the poles included: πi/(n-1) from the north pole. Weights are Clenshaw and Curtis's
    /// (1960); n circles hold (n+1)/2 degrees of spherical harmonics.
    /// </summary>
    WithPoles,
    /// <summary>
    /// Equally far from each other, the poles half a step beyond the ends: π(i+½)/n. Weights are Fejér's (1933); n
    /// circles hold (n+1)/2 degrees.
    /// </summary>
    WithoutPoles,
    /// <summary>At Gauss and Legendre's points, with their weights; n circles hold n degrees.</summary>
    Gauss,
}
