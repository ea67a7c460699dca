using Microsoft.ML.NeuralOperators.Layers;

namespace Microsoft.ML.NeuralOperators.Operators.DeepNetwork;

/// <summary>Where the functions of the query points that a <see cref="DeepOperatorNetwork"/> combines come from.</summary>
public enum TrunkKind
{
    /// <summary>A network of the coordinates (DeepONet, Lu et al. 2021, arXiv:1910.03193): any points, seen in training or not.</summary>
    Learned,

    /// <summary>
    /// Proper orthogonal modes of the training labels around their mean (POD-DeepONet, Lu et al. 2022, arXiv:2111.05512,
    /// section 3.1.2): the points of training only.
    /// </summary>
    OrthogonalModes,
}

/// <summary>The architecture of a <see cref="DeepOperatorNetwork"/>.</summary>
public sealed record DeepOperatorNetworkOptions
{
    /// <summary>Channels of the input function at every sensor. Default 1.</summary>
    public int SensorChannels { get; init; } = 1;

    /// <summary>Sensors, the same for all functions. Default 100.</summary>
    public int Sensors { get; init; } = 100;

    /// <summary>Coordinates of a query point. Default 1.</summary>
    public int Coordinates { get; init; } = 1;

    /// <summary>Channels of the output field. Default 1.</summary>
    public int OutputChannels { get; init; } = 1;

    /// <summary>Functions of the query points that are summed, p: of every output channel for a learned trunk, of all together for modes. Default 64.</summary>
    public int BasisFunctions { get; init; } = 64;

    /// <summary>Widths of the branch's hidden layers. Default three of 128.</summary>
    public IReadOnlyList<int> BranchWidths { get; init; } = [128, 128, 128];

    /// <summary>Widths of the trunk's hidden layers. Default three of 128.</summary>
    public IReadOnlyList<int> TrunkWidths { get; init; } = [128, 128, 128];

    /// <summary>Nonlinearity of both networks. Default GELU; the paper takes ReLU.</summary>
    public Activation Activation { get; init; } = Activation.Gelu;

    /// <summary>
    /// Whether the branch is a network of its own for every basis function, each with one output (the paper's stacked form),
    /// instead of one network for all. Default false.
    /// </summary>
    public bool IsStacked { get; init; }

    /// <summary>
    /// Whether both networks mix two maps of their input into every hidden layer, h ← h⊙U + (1-h)⊙V (Wang, Wang, Perdikaris 2021,
    /// arXiv:2110.01172, modified DeepONet). All hidden layers of a network then have one width. Default false.
    /// </summary>
    public bool IsModified { get; init; }

    /// <summary>
    /// Frequencies f, in turns per unit of the coordinates, whose sin 2πfy and cos 2πfy the trunk sees beside the coordinates y;
    /// for periodic outputs 1/L, 2/L, … Default none.
    /// </summary>
    public IReadOnlyList<double> FourierFrequencies { get; init; } = [];

    /// <summary>The number of query points where they are the same for all functions and belong to the model; null where every function brings its own. Default null.</summary>
    public int? FixedPoints { get; init; }

    /// <summary>Where the basis functions come from. Default a learned trunk.</summary>
    public TrunkKind Trunk { get; init; }

    /// <summary>Everything wrong with the options; empty when they are valid.</summary>
    public IEnumerable<string> Faults()
    {
        foreach (string fault in EnumFaults.Of(this).Concat(SizeFaults.Of(this))) yield return fault;
        if (SensorChannels < 1) yield return $"SensorChannels is {SensorChannels}; expected at least 1";
        if (Sensors < 1) yield return $"Sensors is {Sensors}; expected at least 1";
        if (Coordinates < 1) yield return $"Coordinates is {Coordinates}; expected at least 1";
        if (OutputChannels < 1) yield return $"OutputChannels is {OutputChannels}; expected at least 1";
        if (BasisFunctions < 1) yield return $"BasisFunctions is {BasisFunctions}; expected at least 1";
        if (FixedPoints < 1) yield return $"FixedPoints is {FixedPoints}; expected at least 1";
        if (Trunk == TrunkKind.OrthogonalModes && FixedPoints is null) yield return "Trunk is OrthogonalModes, which needs FixedPoints";
        foreach (var (name, widths) in new[] { (nameof(BranchWidths), BranchWidths), (nameof(TrunkWidths), TrunkWidths) })
        {
            if (widths is null || widths.Any(w => w < 1)) yield return $"{name} is {Text(widths)}; expected numbers of at least 1";
            else if (IsModified && (widths.Count == 0 || widths.Any(w => w != widths[0])))
                yield return $"{name} is {Text(widths)}; a modified network expects hidden layers of one width";
        }
        if (FourierFrequencies is null || FourierFrequencies.Any(f => !double.IsFinite(f)))
            yield return "FourierFrequencies is null or holds numbers that are not finite";
    }

    private static string Text(IReadOnlyList<int>? widths) => widths is null ? "null" : $"[{string.Join(", ", widths)}]";
}
