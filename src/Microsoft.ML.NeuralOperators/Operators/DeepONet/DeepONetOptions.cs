using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>Where the functions of the query points that a DeepONet combines come from.</summary>
public enum TrunkKind
{
    /// <summary>
    /// A network of the coordinates (DeepONet, Lu et al. 2021, arXiv:1910.03193): any points, seen in training or not.
    /// </summary>
    Learned,

    /// <summary>
    /// Proper orthogonal modes of the training labels around their mean (POD-DeepONet, Lu et al. 2022,
    /// arXiv:2111.05512, section 3.1.2): the points of training only.
    /// </summary>
    OrthogonalModes,
}

/// <summary>The architecture of a <see cref="DeepONet"/>, in its stacked, unstacked, modified and POD forms.</summary>
public sealed record DeepONetOptions : PointOperatorOptions
{
    /// <summary>
    /// Whether the query points are the same in all rows. They are then read once and belong to the model, which needs
    /// no point column to score, gives the score at these points, and runs the trunk once for all rows.
    /// </summary>
    public bool HasSharedPoints { get; init; }

    /// <summary>
    /// Where the basis functions come from. Modes of the labels need labels at the same points in all rows, and neither
    /// need nor read a point column.
    /// </summary>
    public TrunkKind Trunk { get; init; }

    /// <summary>
    /// Functions of the query points that are summed, p: of every output channel for a learned trunk, of all together
    /// for modes.
    /// </summary>
    [Range(1, Limits.Width), SweepRange(16, 256, IsLogarithmic = true)]
    public int BasisFunctions { get; init; } = 64;

    /// <summary>Widths of the branch's hidden layers.</summary>
    [Each(1, Limits.Width)]
    public IReadOnlyList<int> BranchWidths { get; init => field = value.Copied(); } = [128, 128, 128];

    /// <summary>Widths of the trunk's hidden layers.</summary>
    [Each(1, Limits.Width), SweepUnless(nameof(Trunk), TrunkKind.OrthogonalModes)]
    public IReadOnlyList<int> TrunkWidths { get; init => field = value.Copied(); } = [128, 128, 128];

    /// <summary>Nonlinearity of both networks; the paper takes ReLU.</summary>
    [SweepChoice(Activation.Gelu, Activation.Relu, Activation.Tanh)]
    public Activation Activation { get; init; } = Activation.Gelu;

    /// <summary>
    /// Whether the branch is a network of its own for every basis function, each with one output (the paper's stacked
    /// form), instead of one network for all.
    /// </summary>
    public bool IsStacked { get; init; }

    /// <summary>
    /// Whether both networks mix two linear layers of their input into every hidden layer, h ← h⊙U + (1-h)⊙V (Wang,
    /// Wang, Perdikaris 2021, arXiv:2110.01172, modified DeepONet). All hidden layers of a network then have one width.
    /// </summary>
    public bool IsModified { get; init; }

    /// <summary>
    /// Frequencies f, in turns per unit of the coordinates, whose sin 2πfy and cos 2πfy the trunk sees beside the
    /// coordinates y; for periodic outputs 1/L, 2/L, …
    /// </summary>
    [Each(double.MinValue, double.MaxValue), SweepUnless(nameof(Trunk), TrunkKind.OrthogonalModes)]
    public IReadOnlyList<double> FourierFrequencies { get; init => field = value.Copied(); } = [];

    internal override IReadOnlyList<PointField> Fields(PointFields given)
    {
        PointField sensors = given.Functions.Single() with { Axis = "sensors" };
        return Trunk == TrunkKind.OrthogonalModes ? [sensors] : [sensors, given.Points];
    }

    internal override PointPlan Plan(PointRows rows, PointFields given, ModeFinder findModes)
    {
        FieldSamples sensors = rows.Training.Inputs[0], target = rows.Training.Target;
        if (Trunk == TrunkKind.OrthogonalModes)
        {
            SharedPoints.RequireEqualNumbers(target);
            OrthogonalModes modes = findModes(target, BasisFunctions, rows.NormalizeOutput);
            var pod = new PodDeepONet(sensors.Channels, sensors.Grid[0], target.Channels, target.Grid[0], this, modes);
            return new PointPlan(pod, rows.Training, rows.Validation, 1);
        }
        FieldSamples points = rows.Training.Inputs[1];
        PointBox box = PointBox.Around(points);
        if (!HasSharedPoints)
            return new PointPlan(new DeepONet(sensors.Channels, sensors.Grid[0], points.Channels, target.Channels, this,
                box), rows.Training, rows.Validation, 2);

        float[] shared = SharedPoints.Of(points, points);
        if (rows.Validation is { } validation) SharedPoints.Of(points, validation.Inputs[1]);
        var definition = new FixedPointDeepONet(sensors.Channels, sensors.Grid[0], points.Channels, target.Channels,
            this, shared, box);
        return new PointPlan(definition, SharedPoints.Drop(rows.Training)!, SharedPoints.Drop(rows.Validation), 1);
    }

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults()
        => !IsModified ? [] : [.. OneWidth(nameof(BranchWidths), BranchWidths),
            .. OneWidth(nameof(TrunkWidths), TrunkWidths)];

    private static IEnumerable<string> OneWidth(string name, IReadOnlyList<int>? widths)
        => widths is not null && widths.Distinct().Count() != 1
            ? [$"{name} is [{string.Join(", ", widths)}]; a modified network expects hidden layers of one width"] : [];
}
