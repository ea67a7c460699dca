using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>The architecture of a <see cref="LocalNO"/>.</summary>
public sealed record LocalNOOptions : GridOperatorOptions
{
    /// <summary>
    /// Modes kept along each grid axis, counted over the full spectrum as in <see cref="FnoOptions.Modes"/>; as many
    /// numbers as axes. Training needs grids of at least as many points.
    /// </summary>
    [Length(1, 3), Each(1, Limits.Width)]
    public IReadOnlyList<int> Modes { get; init => field = value.Copied(); } = [16, 16];

    /// <summary>Channels between the layers.</summary>
    [Range(1, Limits.Width), SweepRange(16, 128, IsLogarithmic = true)]
    public int Channels { get; init; } = 32;

    /// <summary>Layers.</summary>
    [Range(1, Limits.Depth), SweepRange(2, 6)]
    public int Layers { get; init; } = 4;

    /// <summary>
    /// Radius of the local integral kernels as a fraction of the domain, on every axis. Below two cells of a grid they
    /// see little but the point itself, and their cost grows with the points within: 0.04 is five points across at 64.
    /// </summary>
    [Range(0.0, 0.49, MinimumIsExclusive = true), SweepChoice(0.03, 0.05, 0.1)]
    public double Radius { get; init; } = 0.04;

    /// <summary>Rings of the local kernels' basis, the point itself included.</summary>
    [Range(1, 16), SweepChoice(2, 3)]
    public int Rings { get; init; } = 2;

    /// <summary>How fields continue outside the domain, in the local kernels.</summary>
    public BoundaryCondition Boundary { get; init; } = BoundaryCondition.Neumann;

    /// <summary>Width of the lifting's hidden layer over <see cref="Channels"/>.</summary>
    [Range(0.0, Limits.Ratio, MinimumIsExclusive = true)]
    public double LiftingRatio { get; init; } = 2;

    /// <summary>Width of the projection's hidden layer over <see cref="Channels"/>.</summary>
    [Range(0.0, Limits.Ratio, MinimumIsExclusive = true)]
    public double ProjectionRatio { get; init; } = 2;

    /// <summary>
    /// Width of the channel MLPs' hidden layers over <see cref="Channels"/>; 0 leaves the MLPs out, as published.
    /// </summary>
    [Range(0.0, Limits.Ratio), SweepChoice(0.0, 0.5, 1.0, 2.0)]
    public double MlpRatio { get; init; } = 0.5;

    /// <summary>Whether the coordinates of the points, 0 to 1 along each axis, are appended to the input.</summary>
    public bool HasGridEmbedding { get; init; } = true;

    /// <summary>
    /// Normalisation after the kernels and after the channel MLP of each layer. Instance normalisation is used without
    /// learned scales and offsets.
    /// </summary>
    [AllowedValues(Normalization.None, Normalization.Group, Normalization.Instance)]
    public Normalization Normalization { get; init; }

    /// <summary>
    /// Whether the last channels of the input, as many as the output has, are added to the output: for one step in
    /// time.
    /// </summary>
    public bool HasOutputResidual { get; init; }

    /// <inheritdoc/>
    public override int AxisCount => Modes.Count;

    internal override IReadOnlyList<GridAxis> Axes
        => [.. GridAxis.Of(Modes.Count).Zip(Modes, (axis, modes) => axis with { MinimumToTrain = Math.Max(3, modes) })];

    /// <inheritdoc/>
    public override NeuralOperator Define(int inputChannels, int outputChannels)
        => new LocalNO(inputChannels, outputChannels, this);

    internal override IEnumerable<string> Faults(int inputChannels, int outputChannels)
        => Needs(HasOutputResidual, nameof(HasOutputResidual), inputChannels, outputChannels);
}
