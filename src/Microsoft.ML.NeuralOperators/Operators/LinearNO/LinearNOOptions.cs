using System.ComponentModel.DataAnnotations;
using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// The architecture of a <see cref="LinearNO"/>; the defaults are the published ones for Darcy flow. The published
/// program has four forms: convolution, temperatures and hidden layer (Darcy, airfoil, pipe); without temperatures
/// (plasticity); temperatures alone (elasticity); none of them (Navier-Stokes).
/// </summary>
public sealed record LinearNOOptions : SliceOperatorOptions
{
    /// <summary>
    /// Whether both softmaxes have learned temperatures, one a head, kept between 0.01 and 1.
    /// </summary>
    public bool HasTemperature { get; init; } = true;

    /// <summary>Whether the layer after the attention has a hidden layer with GELU before it.</summary>
    public bool HasOutputMlp { get; init; } = true;

    /// <summary>Share of numbers dropped in training after the attention.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Dropout { get; init; }

    internal override NeuralOperator Define(MeshFields fields) => new LinearNO(fields, this);
}
