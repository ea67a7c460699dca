using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>What operators of few Fourier modes on grids have in common.</summary>
public abstract record SpectralOperatorOptions : GridOperatorOptions
{
    /// <summary>
    /// Modes kept along each grid axis, counted over the full spectrum (16 keeps -8…7); as many numbers as axes.
    /// Training needs grids of at least as many points. On coarser grids, modes above the Nyquist frequency are
    /// dropped.
    /// </summary>
    [Entries(1, 3), Each(1, Limits.Width)]
    public virtual IReadOnlyList<int> Modes { get; init => field = value.Copied(); } = [16, 16];

    /// <summary>Width of the lifting's hidden layer over the operator's channels.</summary>
    [Range(0.0, Limits.Ratio, MinimumIsExclusive = true)]
    public double LiftingRatio { get; init; } = 2;

    /// <summary>Width of the projection's hidden layer over the operator's channels.</summary>
    [Range(0.0, Limits.Ratio, MinimumIsExclusive = true)]
    public double ProjectionRatio { get; init; } = 2;

    /// <summary>Whether the coordinates of the points, 0 to 1 along each axis, are appended to the input.</summary>
    public virtual bool HasGridEmbedding { get; init; } = true;

    /// <summary>
    /// Whether the last channels of the input, as many as the output has, are added to the output: for one step in
    /// time.
    /// </summary>
    public bool HasOutputResidual { get; init; }

    /// <summary>
    /// More points around the domain, as a fraction of each axis; 0 for periodic fields. What they hold, and whether
    /// each end gets so many, is <see cref="DomainExtension"/>'s.
    /// </summary>
    [Range(0.0, 1.0), SweepChoice(0.0, 0.1, 0.25)]
    public virtual double DomainPadding { get; init; }

    /// <summary>
    /// How <see cref="DomainPadding"/> extends the domain. A continuation costs a matrix product an axis and suits
    /// smooth fields that take other values at their two ends; zeros suit rough ones, and any others.
    /// </summary>
    [SweepUnless(nameof(DomainPadding), 0.0)]
    public DomainExtension DomainExtension { get; init; }

    /// <summary>
    /// With <see cref="DomainExtension.Continuation"/>: points at each end whose polynomial leads from one end to the
    /// other. More are more exact for smooth fields and wilder for rough ones.
    /// </summary>
    [SweepUnless(nameof(DomainPadding), 0.0)]
    [Range(1, 8), SweepChoice(2, 3, 4)]
    public int ContinuationPoints { get; init; } = 3;

    /// <summary>The axes that are padded; all when null. Periodic axes should not be.</summary>
    [SweepUnless(nameof(DomainPadding), 0.0)]
    public IReadOnlyList<int>? PaddedAxes { get; init => field = value.Copied(); }

    /// <summary>
    /// Points of the finer grid on which nonlinearities are taken, over the field's own along each axis; 1 takes them
    /// at the field's points. On the finer grid, 2 as a rule, fewer of the frequencies that a nonlinearity makes fold
    /// onto others, differently on every grid. It costs two matrix products an axis and nonlinearity.
    /// </summary>
    [Range(1.0, 8.0)]
    public double ActivationOversampling { get; init; } = 1;

    /// <summary>
    /// Frequencies that fields keep at nonlinearities along each axis, counted as <see cref="Modes"/>; null for all
    /// that the grid has. With as many as the training grid has points, the finer grid is the same on every grid that
    /// holds them, and so are the scores of fields without higher frequencies.
    /// </summary>
    [Each(1, Limits.Width)]
    public IReadOnlyList<int>? ActivationBand { get; init => field = value.Copied(); }

    /// <summary>What published programs pad the ends of all axes to a multiple of, in cells.</summary>
    internal virtual int EndMultiple { get; init; } = 1;

    /// <inheritdoc/>
    public sealed override int AxisCount => Modes.Count;

    internal override IReadOnlyList<GridAxis> Axes
        => [.. GridAxis.Of(AxisCount).Zip(Modes, (axis, modes) => axis with
        {
            MinimumToTrain = IsContinued ? Math.Max(modes, ContinuationPoints) : modes,
        })];

    private bool IsContinued => DomainPadding > 0 && DomainExtension == DomainExtension.Continuation;

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults()
    {
        if (Modes is null) yield break;
        if (ActivationBand is not null && ActivationBand.Count != Modes.Count)
            yield return $"ActivationBand has {ActivationBand.Count} entries; expected {Modes.Count}, one an axis";
        if (PaddedAxes is null) yield break;
        if (PaddedAxes.Any(a => a < 0 || a >= Modes.Count))
            yield return $"PaddedAxes is [{string.Join(", ", PaddedAxes)}]; expected axes of {Modes.Count}";
        else if (PaddedAxes.Distinct().Count() < PaddedAxes.Count)
            yield return $"PaddedAxes is [{string.Join(", ", PaddedAxes)}]; expected every axis once";
    }

    internal override IEnumerable<string> Faults(int inputChannels, int outputChannels)
        => Needs(HasOutputResidual, nameof(HasOutputResidual), inputChannels, outputChannels);
}
