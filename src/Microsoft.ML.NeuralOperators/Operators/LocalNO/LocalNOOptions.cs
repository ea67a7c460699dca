using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>The architecture of a <see cref="LocalNO"/>.</summary>
public sealed record LocalNOOptions : SpectralOperatorOptions
{
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

    /// <summary>
    /// Sectors of every ring but the innermost, hats over the angle, on grids of two axes; with 1, on any grid, kernels
    /// are alike in all directions. 0, the default, has one smooth sector for every direction of the axes.
    /// </summary>
    [Range(0, 64)]
    public int Sectors { get; init; }

    /// <summary>How fields continue outside the domain, in the local kernels.</summary>
    public BoundaryCondition Boundary { get; init; } = BoundaryCondition.Neumann;

    /// <summary>
    /// Width of the channel MLPs' hidden layers over <see cref="Channels"/>; 0 leaves the MLPs out, as published.
    /// </summary>
    [Range(0.0, Limits.Ratio), SweepChoice(0.0, 0.5, 1.0, 2.0)]
    public double MlpRatio { get; init; } = 0.5;

    /// <summary>
    /// Normalisation after the kernels and after the channel MLP of each layer. Instance normalisation is used without
    /// learned scales and offsets.
    /// </summary>
    [AllowedValues(Normalization.None, Normalization.Group, Normalization.Instance)]
    public Normalization Normalization { get; init; }

    /// <summary>The local operators of published weights; null for new models.</summary>
    internal PublishedLocals? Published { get; init; }

    /// <summary>The grid that published weights were made for, with its padding.</summary>
    internal IReadOnlyList<int> PublishedGrid => [.. Published!.Grid.Select(n => n
        + (int)Dim.Fraction(n, DomainPadding).Value * (DomainExtension == DomainExtension.End ? 1 : 2))];

    internal override IReadOnlyList<GridAxis> Axes
        => [.. base.Axes.Select(axis => axis with { MinimumToTrain = Math.Max(3, axis.MinimumToTrain) })];

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults()
        => Sectors <= 1 || AxisCount == 2 ? base.Faults()
            : [.. base.Faults(), $"Sectors is {Sectors}; expected at most 1 on grids of {AxisCount} axes"];

    /// <inheritdoc/>
    public override NeuralOperator Define(int inputChannels, int outputChannels)
        => new LocalNO(inputChannels, outputChannels, this);
}
