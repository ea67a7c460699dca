using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>Smoothing steps of one level.</summary>
/// <param name="Pre">Steps on the way down.</param>
/// <param name="Post">Steps on the way up.</param>
public sealed record SmoothingSteps(int Pre, int Post = 0);

/// <summary>In which order a cycle visits its levels.</summary>
public enum MultigridCycleKind
{
    /// <summary>Down and up once: the published one.</summary>
    V,
    /// <summary>Every level but the coarsest is visited twice from the one above it.</summary>
    W,
    /// <summary>From the coarsest level up, a V-cycle on every level on the way: nested iteration.</summary>
    FullMultigrid,
}

/// <summary>The architecture of an <see cref="Mgno"/>.</summary>
public sealed record MgnoOptions : GridOperatorOptions
{
    /// <summary>Grid axes of the fields: 1, 2 or 3.</summary>
    [Range(1, 3)]
    public int Dimensions { get; init; } = 2;

    /// <summary>Neurons of every layer: channels of the solution inside the cycles.</summary>
    [Range(1, Limits.Width), SweepRange(8, 64, IsLogarithmic = true)]
    public int Channels { get; init; } = 24;

    /// <summary>Nonlinear layers.</summary>
    [Range(1, Limits.Depth), SweepRange(2, 6)]
    public int Layers { get; init; } = 4;

    /// <summary>
    /// Smoothing steps of every level, finest first; as many levels as entries, up to 64 of up to 1000 steps. Grids
    /// need 2^(levels - 1) points or more for all levels to differ.
    /// </summary>
    [Entries(1, 64)]
    public IReadOnlyList<SmoothingSteps> Levels { get; init => field = value.Copied(); }
        = [new(1), new(1), new(1), new(1), new(2)];

    /// <summary>Order in which the levels are visited.</summary>
    [SweepChoice(MultigridCycleKind.V, MultigridCycleKind.W)]
    public MultigridCycleKind Cycle { get; init; }

    /// <summary>
    /// How fields continue outside the domain, in every convolution. With Periodic, sizes are multiples of 2^(levels -
    /// 1), so that the coarsest points are as far apart across the seam as anywhere: other sizes are refused. The
    /// operator then commutes with shifts by multiples of that number.
    /// </summary>
    public BoundaryCondition Boundary { get; init; }

    /// <summary>
    /// Whether the prolongation pads the coarse field by <see cref="Boundary"/> too. The published programs pad it with
    /// zeros whatever the boundary, which breaks the symmetry of periodic problems.
    /// </summary>
    public bool PadProlongation { get; init; } = true;

    /// <summary>
    /// Whether the coarse right-hand side is the restricted residual, R(f - A u), instead of the restricted R f.
    /// </summary>
    public bool RestrictResidual { get; init; }

    /// <summary>
    /// Channels of level l: Channels·(1 + l·ChannelGrowth). 0 keeps them, 1 is the published Helmholtz operator's.
    /// </summary>
    [Range(0, Limits.Width)]
    public int ChannelGrowth { get; init; }

    /// <summary>
    /// Whether a pointwise linear layer of the layer's input is added to the cycle: the bias operator B of the paper.
    /// </summary>
    public bool HasBiasOperator { get; init; } = true;

    /// <summary>
    /// Whether the convolutions A and S have a bias. Without it, and without norms, a cycle is linear.
    /// </summary>
    public bool HasStencilBias { get; init; }

    /// <summary>
    /// Normalisation of every cycle's result; not bound to a grid. Instance normalisation has no learned factors.
    /// </summary>
    [AllowedValues(Normalization.None, Normalization.Group, Normalization.Instance)]
    public Normalization Normalization { get; init; }

    /// <summary>Nonlinearity of every layer.</summary>
    public Activation Activation { get; init; } = Activation.Gelu;

    /// <summary>
    /// Whether the input field is added to the output, for one step in time; needs equally many channels.
    /// </summary>
    public bool HasOutputResidual { get; init; }

    /// <summary>
    /// Whether the output meets <see cref="Boundary"/> exactly instead of only by training; see
    /// <see cref="BoundaryConstraint"/>.
    /// </summary>
    public bool HasHardConstraint { get; init; }

    /// <summary>
    /// With <see cref="HasHardConstraint"/>: where the points are. EndPoints: the outermost ones are on the boundary.
    /// CellCentres, for Dirichlet: half a cell inside, as in the data of DarcyFlow.
    /// </summary>
    [SweepWhen(nameof(HasHardConstraint), true)]
    public PointPlacement ConstraintPoints { get; init; }

    /// <summary>
    /// With <see cref="HasHardConstraint"/>: the first of as many input channels as the output has that hold the
    /// boundary values (Dirichlet) or outward normal derivatives (Neumann); null for zero.
    /// </summary>
    [SweepWhen(nameof(HasHardConstraint), true)]
    public int? BoundaryChannel { get; init; }

    /// <summary>
    /// Whether the stencils run on grids of every spacing, as in the published programs. They belong to the spacing of
    /// the training grid: scores on other grids are far off. By default, false, fields on other grids are interpolated
    /// to the training grid, and the score back, as with <see cref="GridOperatorOptions.ScoringGrid"/>. Where that is
    /// null, points are taken as Periodic with a periodic <see cref="Boundary"/>, as <see cref="ConstraintPoints"/>
    /// with a hard constraint, and as CellCentres otherwise.
    /// </summary>
    public bool RunsOnEverySpacing { get; init; }

    /// <summary>What only published weights need; null for new models.</summary>
    internal PublishedForm? Published { get; init; }

    /// <inheritdoc/>
    public override int AxisCount => Dimensions;

    internal override PointPlacement? PointsToScore => RunsOnEverySpacing ? null : ScoringGrid
        ?? (Boundary == BoundaryCondition.Periodic ? PointPlacement.Periodic
            : HasHardConstraint ? ConstraintPoints : PointPlacement.CellCentres);

    // Cells between points of the coarsest level of a periodic operator, which sizes are multiples of.
    private int CoarsestSpacing
        => Boundary == BoundaryCondition.Periodic && PadProlongation ? 1 << (Levels.Count - 1) : 1;

    internal override IReadOnlyList<GridAxis> Axes => [.. GridAxis.Of(Dimensions).Select((axis, i) => axis with
    {
        Size = Published?.Grid?[i],
        MinimumToTrain = 3,
        MultipleOf = CoarsestSpacing,
    })];

    /// <inheritdoc/>
    public override NeuralOperator Define(int inputChannels, int outputChannels)
        => new Mgno(inputChannels, outputChannels, this);

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults()
    {
        if (Levels is { Count: > 0 })
        {
            if (Levels.Any(l => l.Pre is < 0 or > Limits.Depth || l.Post is < 0 or > Limits.Depth))
                yield return $"Levels has {Levels.Min(l => Math.Min(l.Pre, l.Post))} to "
                    + $"{Levels.Max(l => Math.Max(l.Pre, l.Post))} smoothing steps; expected 0 to {Limits.Depth}";
            if (Levels[0].Pre < 1)
                yield return "Levels[0].Pre is 0; the finest level needs at least one step, which starts the cycle";
            else if (Published is null && (Levels[^1].Pre < 1 || Levels[^1].Post > 0))
                yield return $"Levels[{Levels.Count - 1}] is {Levels[^1]}; the coarsest level needs at least one step "
                    + "on the way down, and has no way up";
            if (Cycle == MultigridCycleKind.FullMultigrid && Levels.Any(l => l.Pre < 1))
                yield return "Cycle is FullMultigrid; every level needs at least one step on the way down";
            if (Channels + (long)ChannelGrowth * Levels.Count > 1 << 20)
                yield return $"ChannelGrowth is {ChannelGrowth}; expected at most {1 << 20} channels on the coarsest "
                    + "level";
        }
        if (ConstraintPoints != PointPlacement.EndPoints
            && (ConstraintPoints != PointPlacement.CellCentres || Boundary != BoundaryCondition.Dirichlet))
            yield return $"ConstraintPoints is {ConstraintPoints}; expected EndPoints, or CellCentres with Boundary "
                + "Dirichlet";
        if (RunsOnEverySpacing && ScoringGrid is not null)
            yield return "RunsOnEverySpacing and ScoringGrid exclude each other";
        if (BoundaryChannel is { } channel && (!HasHardConstraint || channel < 0))
            yield return $"BoundaryChannel is {channel}; expected HasHardConstraint and a channel from 0 on";
    }

    internal override IEnumerable<string> Faults(int inputChannels, int outputChannels)
    {
        if (HasOutputResidual && inputChannels != outputChannels)
            yield return $"HasOutputResidual adds {inputChannels} input channels to {outputChannels} output channels; "
                + "expected equal numbers";
        if (BoundaryChannel is { } channel && channel + outputChannels > inputChannels)
            yield return $"BoundaryChannel is {channel}; expected {outputChannels} channels from there on among "
                + $"{inputChannels}";
    }
}
