using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>The options of operators that gather the points into slices.</summary>
public abstract record SliceOperatorOptions : MeshTransformerOptions
{
    /// <summary>
    /// Slices: the tokens that every head gathers the points into. Published 64, and 32 for Navier-Stokes.
    /// </summary>
    [Range(1, Limits.Width), SweepChoice(16, 32, 64)]
    public int Slices { get; init; } = 64;

    /// <summary>
    /// Whether the features of points on grids come from convolutions with kernels of 3 points and not from linear
    /// layers. On point sets they are always linear.
    /// </summary>
    public bool HasConvolution { get; init; } = true;

    /// <summary>How fields continue outside the grid, in the convolutions; published with zeros.</summary>
    public BoundaryCondition Boundary { get; init; }
}
