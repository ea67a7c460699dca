using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>The architecture of an <see cref="Sfno"/>.</summary>
public sealed record SfnoOptions : SpectralOperatorOptions
{
    // The table of Legendre functions grows with the cube of the degrees.
    private const int MostModes = 256;

    /// <summary>
    /// Spherical harmonics kept: the number of degrees, and the number of orders counted over the full spectrum. 16 and
    /// 32, the default, keep the degrees 0…15 and the orders -15…15, which are all that these degrees have; 16 and 64
    /// are the same. Training needs 2·degrees - 1 latitudes, on Gauss grids as many as degrees; coarser grids in
    /// scoring drop the degrees that they do not resolve.
    /// </summary>
    [Entries(2, 2), Each(1, MostModes)]
    public override IReadOnlyList<int> Modes { get; init => field = value.Copied(); } = [16, 32];

    /// <summary>Must be 0: there is nothing to pad on a sphere.</summary>
    [Range(0.0, 0.0)]
    public override double DomainPadding { get; init; }

    /// <summary>
    /// Where the circles of latitude are, the same in training and in scoring. Default equally spaced, poles included.
    /// </summary>
    public SphericalGrid Grid { get; init; }

    /// <summary>What the coefficients are multiplied by. Default a complex matrix for every degree.</summary>
    public SphericalFilter Filter { get; init; }

    /// <summary>Channels between the layers. Published for shallow water: 64.</summary>
    [Range(1, Limits.Width), SweepRange(16, 128, IsLogarithmic = true)]
    public int Channels { get; init; } = 32;

    /// <summary>Layers.</summary>
    [Range(1, Limits.Depth), SweepRange(2, 6)]
    public int Layers { get; init; } = 4;

    /// <summary>Width of the channel MLPs' hidden layers over <see cref="Channels"/>; 0 leaves the MLPs out.</summary>
    [Range(0.0, Limits.Ratio), SweepChoice(0.0, 0.5, 1.0, 2.0)]
    public double MlpRatio { get; init; } = 0.5;

    /// <summary>
    /// Whether the sine of the latitude, on which the forces of a rotating sphere depend, is appended to the input. It
    /// breaks the symmetry under rotations other than those about the axis.
    /// </summary>
    public override bool HasGridEmbedding { get; init; } = true;

    /// <summary>
    /// Output channels whose mean over the sphere is kept exactly at that of the same channel of the last input frame,
    /// at every step of a roll-out: the mass of water, the total vorticity. Needs at least as many input channels as
    /// output channels. None by default.
    /// </summary>
    [Each(0, Limits.Width)]
    public IReadOnlyList<int> ConservedChannels { get; init => field = value.Copied(); } = [];

    /// <summary>What only published weights need; null for new models.</summary>
    internal PublishedSphere? Published { get; init; }

    // Orders from 0 on; none is above the degrees.
    internal int Orders => Math.Min((Modes[1] + 1) / 2, Modes[0]);

    internal override IReadOnlyList<GridAxis> Axes
    {
        get
        {
            IReadOnlyList<GridAxis> axes = base.Axes;
            return [axes[0] with { MinimumToTrain = SphericalQuadrature.LatitudesOf(Grid, Modes[0]) }, axes[1]];
        }
    }

    /// <inheritdoc/>
    public override NeuralOperator Define(int inputChannels, int outputChannels)
        => new Sfno(inputChannels, outputChannels, this);

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults()
    {
        foreach (string fault in base.Faults()) yield return fault;
        if (ActivationOversampling > 1 || ActivationBand is not null)
            yield return "ActivationOversampling or ActivationBand is set; expected neither, since both belong to "
                + "Fourier series along an axis";
    }

    internal override IEnumerable<string> Faults(int inputChannels, int outputChannels)
    {
        IEnumerable<string> faults = base.Faults(inputChannels, outputChannels);
        if (ConservedChannels is not { Count: > 0 }) return faults;
        return [.. faults, .. Needs(true, nameof(ConservedChannels), inputChannels, outputChannels),
            .. ConservedChannels.Where(c => c >= outputChannels).Take(1).Select(c
                => $"ConservedChannels has {c}; expected channels of the output, below {outputChannels}")];
    }
}
