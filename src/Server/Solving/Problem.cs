namespace Microsoft.ML.NeuralOperators.Server;

/// <summary>An equation that the server can solve, and that a model may have learned.</summary>
internal enum Problem
{
    /// <summary>
    /// Steady Darcy flow -∇·(a∇u) = 1 on the unit square, u = 0 at the boundary; values at the centres of cells, as
    /// the library's generator makes them.
    /// </summary>
    Darcy,
}
