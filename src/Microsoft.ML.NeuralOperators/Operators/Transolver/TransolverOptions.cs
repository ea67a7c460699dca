using System.ComponentModel.DataAnnotations;
using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// The architecture of a <see cref="Transolver"/>; the defaults are the published ones for Darcy flow.
/// </summary>
public sealed record TransolverOptions : MeshTransformerOptions
{
    /// <summary>
    /// Slices: the tokens that every head gathers the points into. Published 64, and 32 for Navier-Stokes.
    /// </summary>
    [Range(1, Limits.Width), SweepChoice(16, 32, 64)]
    public int Slices { get; init; } = 64;

    /// <summary>
    /// Whether the features of points on grids come from convolutions with kernels of 3 points, as published, and not
    /// from linear layers. On point sets they are always linear.
    /// </summary>
    public bool HasConvolution { get; init; } = true;

    /// <summary>How fields continue outside the grid, in the convolutions; published with zeros.</summary>
    public BoundaryCondition Boundary { get; init; }

    /// <summary>
    /// Whether the learned temperatures are kept between 0.1 and 5. The published program does so on grids only; on
    /// point sets a temperature may reach 0 there, and the numbers are lost.
    /// </summary>
    public bool HasBoundedTemperature { get; init; } = true;

    /// <summary>Share of numbers dropped in training after the attention.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Dropout { get; init; }

    internal override NeuralOperator Define(MeshFields fields) => new Transolver(fields, this);
}
