using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Operators.Fourier;

namespace Microsoft.ML.NeuralOperators.Operators.Multigrid;

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

/// <summary>The architecture of a <see cref="MultigridOperator"/>.</summary>
public sealed record MultigridOperatorOptions
{
    /// <summary>Number of grid axes: 1, 2 or 3.</summary>
    public int Dimensions { get; init; } = 2;

    /// <summary>Channels of the input field.</summary>
    public int InputChannels { get; init; } = 1;

    /// <summary>Channels of the output field.</summary>
    public int OutputChannels { get; init; } = 1;

    /// <summary>Neurons of every layer: channels of the solution inside the cycles.</summary>
    public int Channels { get; init; } = 24;

    /// <summary>Nonlinear layers.</summary>
    public int Layers { get; init; } = 4;

    /// <summary>Smoothing steps of every level, finest first; as many levels as entries.</summary>
    public IReadOnlyList<SmoothingSteps> Levels { get; init; } = [new(1), new(1), new(1), new(1), new(2)];

    /// <summary>Order in which the levels are visited.</summary>
    public MultigridCycleKind Cycle { get; init; }

    /// <summary>
    /// How fields go on outside the domain, in every convolution. With Periodic, sizes are multiples of 2^(levels - 1), so that
    /// the coarsest points are as far apart across the seam as anywhere: other sizes are refused. The operator then commutes
    /// with shifts by multiples of that number.
    /// </summary>
    public BoundaryCondition Boundary { get; init; }

    /// <summary>
    /// Whether the prolongation continues the coarse field by <see cref="Boundary"/> too. The published programs pad it with
    /// zeros whatever the boundary, which breaks the symmetry of periodic problems.
    /// </summary>
    public bool ContinuesProlongation { get; init; } = true;

    /// <summary>Whether the coarse right-hand side is the restricted residual, R(f - A u), instead of the restricted R f.</summary>
    public bool CorrectsResidual { get; init; }

    /// <summary>Channels of level l: Channels·(1 + l·ChannelGrowth). 0 keeps them, 1 is the published Helmholtz operator's.</summary>
    public int ChannelGrowth { get; init; }

    /// <summary>Whether a pointwise map of the layer's input is added to the cycle: the bias operator B of the paper.</summary>
    public bool HasBiasOperator { get; init; } = true;

    /// <summary>Whether the convolutions A and S have a shift. Without it, and without norms, a cycle is linear.</summary>
    public bool HasStencilBias { get; init; }

    /// <summary>Normalisation of every cycle's result; not bound to a grid.</summary>
    public NormalizationKind Normalization { get; init; }

    /// <summary>Nonlinearity of every layer.</summary>
    public Activation Activation { get; init; } = Activation.Gelu;

    /// <summary>Whether the input field is added to the output, for one step in time; needs equally many channels.</summary>
    public bool HasOutputResidual { get; init; }

    /// <summary>Whether the output meets <see cref="Boundary"/> exactly instead of only by training; see <see cref="BoundaryConstraint"/>.</summary>
    public bool HasHardConstraint { get; init; }

    /// <summary>
    /// With <see cref="HasHardConstraint"/>: where the points are. Closed, the default: the outermost ones are on the boundary.
    /// Centred, for Dirichlet: half a cell inside, as in <see cref="Physics.DarcyFlow"/>.
    /// </summary>
    public GridPoints ConstraintPoints { get; init; }

    /// <summary>
    /// With <see cref="HasHardConstraint"/>: the first of as many input channels as the output has that hold the boundary
    /// values (Dirichlet) or outward normal derivatives (Neumann); null for zero.
    /// </summary>
    public int? BoundaryChannel { get; init; }

    /// <summary>Cells between points of the coarsest level of a periodic operator, which sizes are multiples of; otherwise 1.</summary>
    internal int CoarsestSpacing => Boundary == BoundaryCondition.Periodic && ContinuesProlongation ? 1 << (Levels.Count - 1) : 1;

    /// <summary>What only published weights need; null for new models.</summary>
    internal PublishedForm? Published { get; init; }

    /// <summary>Everything wrong with the options; empty when they are valid.</summary>
    public IEnumerable<string> Faults()
    {
        if (Dimensions is < 1 or > 3) yield return $"Dimensions is {Dimensions}; expected 1, 2 or 3";
        if (InputChannels < 1) yield return $"InputChannels is {InputChannels}; expected at least 1";
        if (OutputChannels < 1) yield return $"OutputChannels is {OutputChannels}; expected at least 1";
        if (Channels < 1) yield return $"Channels is {Channels}; expected at least 1";
        if (Layers < 1) yield return $"Layers is {Layers}; expected at least 1";
        if (Levels is null || Levels.Count == 0) yield return "Levels is empty; expected at least one level";
        else if (Levels.Any(l => l.Pre < 0 || l.Post < 0)) yield return "Levels has negative smoothing steps";
        else if (Levels[0].Pre < 1) yield return "Levels[0].Pre is 0; the finest level needs at least one step, which starts the cycle";
        else if (Published is null && (Levels[^1].Pre < 1 || Levels[^1].Post > 0))
            yield return $"Levels[{Levels.Count - 1}] is {Levels[^1]}; the coarsest level needs at least one step on the way down, and has no way up";
        if (Cycle == MultigridCycleKind.FullMultigrid && Levels is { Count: > 0 } && Levels.Any(l => l.Pre < 1))
            yield return "Cycle is FullMultigrid; every level needs at least one step on the way down";
        foreach (string fault in EnumFaults.Of(this).Concat(SizeFaults.Of(this))) yield return fault;
        if (Levels is not null && (Levels.Count > 64 || Levels.Any(l => l.Pre > 1000 || l.Post > 1000)))
            yield return $"Levels has {Levels.Count} levels of up to {Levels.Max(l => Math.Max(l.Pre, l.Post))} steps; expected at most 64 levels of at most 1000";
        else if (Channels + (long)ChannelGrowth * (Levels?.Count ?? 0) > 1 << 20)
            yield return $"ChannelGrowth is {ChannelGrowth}; expected at most {1 << 20} channels on the coarsest level";
        if (ChannelGrowth < 0) yield return $"ChannelGrowth is {ChannelGrowth}; expected at least 0";
        if (HasOutputResidual && InputChannels != OutputChannels)
            yield return $"HasOutputResidual adds {InputChannels} input channels to {OutputChannels} output channels; expected equal numbers";
        if (ConstraintPoints != GridPoints.Closed && (ConstraintPoints != GridPoints.Centred || Boundary != BoundaryCondition.Dirichlet))
            yield return $"ConstraintPoints is {ConstraintPoints}; expected Closed, or Centred with Boundary Dirichlet";
        if (BoundaryChannel is { } channel && (!HasHardConstraint || channel < 0 || channel + OutputChannels > InputChannels))
            yield return $"BoundaryChannel is {channel}; expected HasHardConstraint and {OutputChannels} channels from there on among {InputChannels}";
    }
}

/// <summary>Details of the authors' programs that new models do without.</summary>
internal sealed record PublishedForm
{
    /// <summary>The grid the layer norms are bound to, or null without them.</summary>
    public IReadOnlyList<int>? Grid { get; init; }

    /// <summary>Whether a layer norm follows every prolongation.</summary>
    public bool NormalizesLevels { get; init; }

    /// <summary>How many of those norms, finest first, have learned factors.</summary>
    public int AffineLevels { get; init; }

    /// <summary>Whether a layer norm follows every cycle.</summary>
    public bool NormalizesCycles { get; init; }

    /// <summary>Kernel sizes of the prolongations, finest first; all 4 when null.</summary>
    public IReadOnlyList<int>? ProlongationKernels { get; init; }

    /// <summary>Padding of restriction and prolongation: 1, or 0 in the Helmholtz programs.</summary>
    public int TransferPadding { get; init; } = 1;

    /// <summary>Whether the first smoothing step has an A that is never used.</summary>
    public bool HasIdleOperator { get; init; }

    /// <summary>The output layer.</summary>
    public PublishedOutput Output { get; init; }

    /// <summary>Width of the output MLP.</summary>
    public int OutputWidth { get; init; }

    /// <summary>Name of the output layer.</summary>
    public string OutputName { get; init; } = "linear";
}

/// <summary>Output layers of the authors' programs.</summary>
internal enum PublishedOutput
{
    /// <summary>A pointwise map.</summary>
    Linear,
    /// <summary>A pointwise map with a shift.</summary>
    Affine,
    /// <summary>Two pointwise maps with GELU between them.</summary>
    Mlp,
    /// <summary>One more cycle.</summary>
    Cycle,
}
