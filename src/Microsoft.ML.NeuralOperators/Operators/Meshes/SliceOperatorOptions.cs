using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>The options that transformers whose attention goes through slices share.</summary>
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

    /// <summary>Share of numbers dropped in training after the attention.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Dropout { get; init; }
}
