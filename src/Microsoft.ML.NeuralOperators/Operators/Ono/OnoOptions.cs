using System.ComponentModel.DataAnnotations;
using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// The architecture of an <see cref="Ono"/>; the published one for Darcy flow has 10 layers, 32 basis functions and
/// Nyström attention with 256 landmarks.
/// </summary>
public sealed record OnoOptions : MeshTransformerOptions
{
    /// <summary>Functions of the orthogonal basis of every block.</summary>
    [Range(1, 256), SweepChoice(8, 16, 32)]
    public int BasisFunctions { get; init; } = 16;

    /// <summary>How points hear of each other.</summary>
    [SweepChoice(OnoAttention.Normalized, OnoAttention.Linear)]
    public OnoAttention Attention { get; init; } = OnoAttention.Linear;

    /// <summary>Means of consecutive points that Nyström attention goes through.</summary>
    [Range(1, Limits.Width), SweepWhen(nameof(Attention), OnoAttention.Nystrom)]
    public int Landmarks { get; init; } = 64;

    /// <summary>
    /// Whether sums are means over the points, so that the grid's size does not matter. The published program sums in
    /// the projection on the basis, and starts the inverse of Nyström attention from the largest number of a whole
    /// batch.
    /// </summary>
    public bool HasMeans { get; init; } = true;

    /// <summary>
    /// Whether the basis is orthonormal in the mean over each batch while training, as published, instead of in the
    /// running mean over batches, as in predictions. Small batches have other means than all samples: trained on
    /// batches of four, predictions then have about four times the error (docs/results.md). With the
    /// running mean, 1e-4 of the mean diagonal is added to the covariance, so that nearly dependent functions are not
    /// amplified without bound. Default false.
    /// </summary>
    public bool HasBatchBasis { get; init; }

    internal override NeuralOperator Define(MeshFields fields) => new Ono(fields, this);
}
