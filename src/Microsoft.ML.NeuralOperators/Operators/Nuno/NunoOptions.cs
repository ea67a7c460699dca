using System.ComponentModel.DataAnnotations;
using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

/// <summary>The architecture of a <see cref="Nuno"/>.</summary>
public sealed record NunoOptions : PointOperatorOptions
{
    /// <summary>
    /// The operator between the grids: any operator of this library on grids with as many axes as the points have
    /// coordinates. It sees the sub-domains as channels. Default an FNO that pads its domain by a tenth.
    /// </summary>
    public GridOperatorOptions Inner { get; init; } = new FnoOptions { DomainPadding = 0.1 };

    /// <summary>
    /// Sub-domains, at most: a k-d tree cuts where the density of the training points varies most. 1 suits evenly dense
    /// points. Published: 6 to 16.
    /// </summary>
    [Range(1, 64), SweepChoice(1, 4, 8, 16)]
    public int SubDomains { get; init; } = 8;

    /// <summary>
    /// Points of the grids along each axis, the same in all sub-domains, the longest side of the sub-domain first; null
    /// for as many as a row has points in the fullest sub-domain, times <see cref="Oversampling"/>.
    /// </summary>
    [Entries(1, 3), Each(2, Limits.Width)]
    public IReadOnlyList<int>? Grid { get; init => field = value?.Copied(); }

    /// <summary>Points of a sub-domain's grid, relative to a row's points in it. Published: 1 to 1.5.</summary>
    [Range(0.1, 100.0), SweepChoice(1.0, 1.5, 2.0)]
    public double Oversampling { get; init; } = 1;

    /// <summary>
    /// Standard deviation of the Gaussian weights with which points are averaged onto the grid, relative to the mean
    /// distance between neighbouring points. Small values take the nearest point, large ones smooth.
    /// </summary>
    [Range(0.1, 10.0), SweepRange(0.3, 1.0)]
    public double Bandwidth { get; init; } = 0.4;

    /// <summary>
    /// Whether the grids have the density of the points as a channel. They always have it where the points are the only
    /// input.
    /// </summary>
    public bool HasDensity { get; init; }

    /// <summary>
    /// About how many cells the k-d tree divides a box into to count its points; each half of a cut keeps at least as
    /// many points, and at least 8.
    /// </summary>
    [Range(2, 4096)]
    public int DensityCells { get; init; } = 16;

    internal override IReadOnlyList<PointField> Fields(PointFields given) => [given.Points, .. given.Functions];

    internal override PointPlan Plan(PointRows rows, PointFields given, ModeFinder findModes)
    {
        FieldSamples points = rows.Training.Inputs[0];
        var definition = new Nuno(points.Channels, rows.Training.Inputs.Skip(1).Sum(f => f.Channels),
            rows.Training.Target.Channels, NunoDomains.Of(points, this), this, rows.HasVaryingPoints);
        return new PointPlan(definition, rows.Training, rows.Validation, 1 + given.Functions.Count);
    }
}
