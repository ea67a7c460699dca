namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// The local operators as the library neuraloperator has them, instead of <see cref="LocalNOOptions.Radius"/> and
/// <see cref="LocalNOOptions.Boundary"/>. Their lengths count in cells of the grid the model was made for.
/// </summary>
/// <param name="Grid">That grid, without padding.</param>
/// <param name="Integrals">Which layers have an integral.</param>
/// <param name="Derivatives">Which layers have a derivative.</param>
internal sealed record PublishedLocals(IReadOnlyList<int> Grid, IReadOnlyList<bool> Integrals,
    IReadOnlyList<bool> Derivatives)
{
    /// <summary>The functions of the integrals; null where there are none.</summary>
    public PublishedDisc? Disc { get; init; }

    /// <summary>Groups of channels that the integrals do not mix.</summary>
    public int IntegralGroups { get; init; } = 1;

    /// <summary>Whether the integrals have biases.</summary>
    public bool HasBias { get; init; }

    /// <summary>How the derivatives continue fields; integrals continue them by zeros.</summary>
    public PaddingMode Padding { get; init; }

    /// <summary>Points of the derivatives' kernels along each axis.</summary>
    public int DerivativeSize { get; init; } = 3;

    /// <summary>Groups of channels that the derivatives do not mix.</summary>
    public int DerivativeGroups { get; init; } = 1;

    /// <summary>Makes the operators of a layer; null where it has none.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="channels">Channels of the layers.</param>
    /// <param name="padded">The grid within the layers.</param>
    public LocalConvolution? Make(int layer, int channels, IReadOnlyList<int> padded)
    {
        if (!Integrals[layer] && !Derivatives[layer]) return null;
        var disc = new LocalDisc(Disc?.Taps / 2 ?? 1, padded);
        // The program takes the last axis' size for both, and that with padding.
        double scale = (double)padded[^1] / Grid[0];
        return new LocalConvolution(
            !Integrals[layer] ? null : ($"local_convs.{Integrals.Take(layer).Count(has => has)}",
                new LocalIntegral(Grid.Count, channels, channels, disc, Disc!.Basis, PaddingMode.Zeros, IntegralGroups,
                    HasBias, Disc)),
            !Derivatives[layer] ? null : ($"differential.{Derivatives.Take(layer).Count(has => has)}",
                new LocalDerivative(Grid.Count, channels, channels, disc, Padding, DerivativeSize, DerivativeGroups,
                    scale)));
    }
}
