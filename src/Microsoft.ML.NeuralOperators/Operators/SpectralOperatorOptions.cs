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
    /// Additional points around the domain, as a fraction of each axis; 0, the default, for periodic fields.
    /// <see cref="DomainExtension"/> decides what they hold, and whether each end or only the last one gets as many.
    /// </summary>
    [Range(0.0, 1.0), SweepChoice(0.0, 0.1, 0.25)]
    public virtual double DomainPadding { get; init; }

    /// <summary>
    /// How <see cref="DomainPadding"/> extends the domain. A continuation costs one matrix product for each axis and
    /// suits smooth fields with different values at the two ends; zeros, the default, suit rough fields and any others.
    /// </summary>
    [SweepUnless(nameof(DomainPadding), 0.0)]
    public DomainExtension DomainExtension { get; init; }

    /// <summary>
    /// With <see cref="DomainExtension.Continuation"/>: points at each end that the polynomial between the ends goes
    /// through. More of them are more accurate for smooth fields, and oscillate more for rough ones.
    /// </summary>
    [SweepUnless(nameof(DomainPadding), 0.0)]
    [Range(1, 8), SweepChoice(2, 3, 4)]
    public int ContinuationPoints { get; init; } = 3;

    /// <summary>The axes that are padded; all when null. Periodic axes should not be.</summary>
    [SweepUnless(nameof(DomainPadding), 0.0)]
    public IReadOnlyList<int>? PaddedAxes { get; init => field = value.Copied(); }

    /// <summary>
    /// How many times finer than the field's the grid is on which nonlinearities are evaluated, along each axis; 1, the
    /// default, evaluates them at the field's own points. A nonlinearity creates frequencies that the grid cannot hold,
    /// which alias to lower ones, differently on every grid; on a finer grid, usually 2, fewer do. It costs two matrix
    /// products for each axis and nonlinearity.
    /// </summary>
    [Range(1.0, 8.0)]
    public double ActivationOversampling { get; init; } = 1;

    /// <summary>
    /// Frequencies that fields keep at nonlinearities along each axis, counted like <see cref="Modes"/>; null, the
    /// default, for all that the grid has. With as many as the training grid has points, nonlinearities are evaluated
    /// on the same grid whatever grid a field is on, and fields without higher frequencies get the same scores on all
    /// of them.
    /// </summary>
    [Each(1, Limits.Width)]
    public IReadOnlyList<int>? ActivationBand { get; init => field = value.Copied(); }

    /// <summary>The multiple, in cells, to which published programs pad the ends of all axes.</summary>
    internal virtual int EndMultiple { get; init; } = 1;

    /// <summary>
    /// <see cref="DomainPadding"/> of every padded axis where published programs pad a number of cells; null for one
    /// fraction of all axes.
    /// </summary>
    internal IReadOnlyList<double>? AxisPadding { get; init; }

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
