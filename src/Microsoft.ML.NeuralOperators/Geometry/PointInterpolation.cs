namespace Microsoft.ML.NeuralOperators;

/// <summary>How a field at scattered points is read elsewhere.</summary>
public enum PointInterpolation
{
    /// <summary>The value of the nearest point.</summary>
    Nearest,
    /// <summary>
    /// Means of the nearest points, weighted by inverse powers of their distances (Shepard 1968): never beyond their
    /// values.
    /// </summary>
    InverseDistance,
    /// <summary>
    /// The polynomial that fits the nearest points best, near ones most (Lancaster and Salkauskas 1981): reproduces
    /// polynomials of its degree. Where points lie on a line or are too few, the degree is lower.
    /// </summary>
    MovingLeastSquares,
    /// <summary>Linear on the triangles or tetrahedra of a mesh; needs its cells.</summary>
    Mesh,
}
