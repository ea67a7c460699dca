using System.ComponentModel.DataAnnotations;
using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

/// <summary>The architecture of a <see cref="Nuno"/>.</summary>
public sealed record NunoOptions : PointOperatorOptions
{
    /// <summary>
    /// The operator between the grids, any of the library's on grids of as many axes as points have coordinates. It
    /// sees the sub-domains as channels.
    /// </summary>
    public GridOperatorOptions Inner { get; init; } = new FnoOptions { DomainPadding = 0.1 };

    /// <summary>
    /// Sub-domains, at most: a k-d tree cuts where the density of the training points varies most. 1 for points of even
    /// density. Published: 6 to 16.
    /// </summary>
    [Range(1, 64), SweepChoice(1, 4, 8, 16)]
    public int SubDomains { get; init; } = 8;

    /// <summary>
    /// Points of the grids along each axis, the same in all sub-domains, the longest axis of each first; null for as
    /// many as a row's points in the box ask for, times <see cref="Oversampling"/>.
    /// </summary>
    [Entries(1, 3), Each(2, Limits.Width)]
    public IReadOnlyList<int>? Grid { get; init => field = value?.Copied(); }

    /// <summary>Points of a sub-domain's grid over a row's points in it. Published: 1 to 1.5.</summary>
    [Range(0.1, 100.0), SweepChoice(1.0, 1.5, 2.0)]
    public double Oversampling { get; init; } = 1;

    /// <summary>
    /// Width of the bell with which points are averaged into the grid's points, over the mean distance of neighbours.
    /// Small ones take the nearest point, large ones smooth.
    /// </summary>
    [Range(0.1, 10.0), SweepRange(0.3, 1.0)]
    public double Bandwidth { get; init; } = 0.4;

    /// <summary>
    /// Whether the grids get the density of the points as a channel. Where the points alone are learned from, they
    /// always do.
    /// </summary>
    public bool HasDensity { get; init; }

    /// <summary>
    /// Cells of a box in which the k-d tree counts points, about; each half of a cut keeps as many points.
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
