using Microsoft.ML.NeuralOperators.Training.Losses;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// What the trainers of operators on point sets have in common. A field on points is a column of <c>Vector&lt;Single&gt;</c> with
/// the dimensions [channels, points], or without dimensions: its length over the channels is then its number of points, which may
/// differ from row to row where the type has no known size. Channels come one after the other, each with all its points.
/// </summary>
public abstract class PointOperatorTrainerOptions : OperatorTrainerOptions
{
    /// <summary>The coordinates of the points at which the label is given and the score is asked for: [coordinates, points].</summary>
    public string PointColumnName = "Points";

    /// <summary>Coordinates of a point, for columns whose type has no dimensions.</summary>
    public int Coordinates = 2;

    /// <summary>Options with the relative L2 norm as loss: points without order have no differences.</summary>
    private protected PointOperatorTrainerOptions() => Loss = Loss.RelativeL2;

    /// <inheritdoc/>
    public override IEnumerable<string> Faults()
    {
        foreach (string fault in base.Faults()) yield return fault;
        if (Coordinates < 1) yield return $"Coordinates is {Coordinates}; expected at least 1";
        if (string.IsNullOrEmpty(LabelColumnName)) yield return $"{nameof(LabelColumnName)} is empty";
        if (ScoresOnTrainingGrid is not null) yield return "ScoresOnTrainingGrid is given, but points have no grid";
        if (RollOut is not null) yield return "RollOut is given, but trajectories are learned on grids only";
        if (Loss is { NeedsGrid: true }) yield return $"Loss is {Loss.GetType().Name}, which takes differences along grid axes; points have no order";
    }
}
