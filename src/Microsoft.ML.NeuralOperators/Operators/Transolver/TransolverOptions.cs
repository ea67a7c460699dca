using System.ComponentModel.DataAnnotations;
using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// The architecture of a <see cref="Transolver"/>; the defaults are the published ones for Darcy flow.
/// </summary>
public sealed record TransolverOptions : SliceOperatorOptions
{
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
