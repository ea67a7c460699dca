using Microsoft.ML.NeuralOperators;

namespace Contest;

/// <summary>What the contenders learn.</summary>
/// <param name="Size">Points along each axis of the training grid.</param>
internal sealed record Problem(int Size)
{
    /// <summary>Where the points are.</summary>
    public PointPlacement Points { get; init; } = PointPlacement.CellCentres;

    /// <summary>What happens at the boundary.</summary>
    public BoundaryCondition Boundary { get; init; } = BoundaryCondition.Dirichlet;

    /// <summary>How trajectories are learned; null for a map between fields.</summary>
    public RollOut? RollOut { get; init; }

    /// <summary>Roll-outs: how often the trained operator is applied to the test problems.</summary>
    public int Applications { get; init; } = 1;

    /// <summary>
    /// Where the points are of scalar fields whose images under the square's symmetries are learned too, and predicted
    /// as means over them; null for the rows alone.
    /// </summary>
    public PointPlacement? Symmetries { get; init; }

    /// <summary>Whether a step in time is learned, the change of the last frame.</summary>
    public bool IsStep => RollOut is not null;

    /// <summary>Whether the grid has room for a few points only, and the operators for few numbers.</summary>
    public bool IsSmall => Size < 32;
}
