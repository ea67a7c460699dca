namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// The form of the authors' program: one linear layer lifts, coordinates go to 1 at the last point, and coefficients
/// are orthonormal in the sum over the points.
/// </summary>
internal sealed record PublishedTransformOnce
{
    /// <summary>Whether the nonlinearity of the layers is a sine.</summary>
    public bool IsSine { get; init; }

    /// <summary>Whether layers add their input.</summary>
    public bool IsResidual { get; init; } = true;
}
