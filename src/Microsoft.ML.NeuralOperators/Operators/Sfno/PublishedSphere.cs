namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// The form of an SFNO of the library neuraloperator. It appends coordinates to the input, keeps all degrees on every
/// grid, and ends layers without MLPs as if they had one. Its norms count every point alike, wherever it lies on the
/// sphere.
/// </summary>
internal sealed record PublishedSphere
{
    /// <summary>Normalisation in the layers.</summary>
    public Normalization Normalization { get; init; }

    /// <summary>How the weights are stored.</summary>
    public SpectralFactorization Factorization { get; init; }

    /// <summary>Ranks of factorised weights, as in <see cref="FnoOptions.Ranks"/>, the degrees as only axis.</summary>
    public IReadOnlyList<int>? Ranks { get; init; }

    /// <summary>Makes factorised weights; null for dense ones.</summary>
    public Func<SpectralShape, SpectralWeight>? Weight => Factorization == SpectralFactorization.None ? null
        : shape => FactorizedWeight.Of(shape, Factorization, 1, Ranks);
}
