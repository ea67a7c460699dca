namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Where the circles of latitude of a grid on the sphere are, from the north pole to the south pole. The second axis
/// of such a grid is the longitude, 2πj/n from 0.
/// </summary>
public enum SphericalGrid
{
    /// <summary>
    /// Equally spaced, the poles included: πi/(n-1) from the north pole. Weights are those of Clenshaw and Curtis
    /// (1960); n circles resolve (n+1)/2 degrees of spherical harmonics.
    /// </summary>
    WithPoles,
    /// <summary>
    /// Equally spaced, the poles half a step beyond the ends: π(i+½)/n. Weights are those of Fejér (1933); n circles
    /// resolve (n+1)/2 degrees.
    /// </summary>
    WithoutPoles,
    /// <summary>At the Gauss-Legendre points, with their weights; n circles resolve n degrees.</summary>
    Gauss,
}
