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

    internal override NeuralOperator Define(MeshFields fields) => new TransolverPlusPlus(fields, this);
}
