namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// The form of the authors' program: queries also take the size of a target's cell and weigh features by areas, keys,
/// values and queries come from one layer, and the norms divide by a deviation.
/// </summary>
internal sealed record PublishedSrno
{
    /// <summary>Channels of the output's hidden layer.</summary>
    public int ProjectionChannels { get; init; }

    /// <summary>What the residual blocks of the encoder are multiplied with.</summary>
    public double ResidualScale { get; init; } = 1;
}
