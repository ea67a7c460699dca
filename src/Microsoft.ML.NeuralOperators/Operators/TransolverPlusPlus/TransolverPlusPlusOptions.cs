using System.ComponentModel.DataAnnotations;
using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

/// <summary>The architecture of a <see cref="TransolverPlusPlus"/>.</summary>
public sealed record TransolverPlusPlusOptions : SliceOperatorOptions
{
    /// <summary>
    /// Whether slices are drawn in training: Gumbel noise on the logits, so that slices get sharp. The published
    /// program draws when it predicts as well, and gives other numbers every time; here predictions have no noise.
    /// </summary>
    public bool HasNoise { get; init; } = true;

    /// <summary>Share of numbers dropped in training after the attention.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Dropout { get; init; }

    internal override NeuralOperator Define(MeshFields fields) => new TransolverPlusPlus(fields, this);
}
