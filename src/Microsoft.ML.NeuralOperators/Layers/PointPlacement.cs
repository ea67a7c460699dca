namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Where the n points of a grid axis of length L are, which decides coordinates, quadrature weights and interpolation.
/// </summary>
public enum PointPlacement
{
    /// <summary>At L·i/(n-1), both ends included: trapezoidal weights.</summary>
    EndPoints,
    /// <summary>
    /// At L·i/n, the end left out because it is the beginning again: equal weights. Positions are encoded by whole
    /// numbers of turns, so that nothing breaks where the domain meets itself.
    /// </summary>
    Periodic,
    /// <summary>At L·(i+½)/n, the centres of cells: equal weights.</summary>
    CellCentres,
}
