using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Learning of problems in time: a sample is a trajectory [frames·channels, grid…]; the operator maps the last frames
/// to the next ones, and is applied to its own predictions. Fields in and out are normalised alike, frame by frame.
/// </summary>
public sealed record RollOut : IRules
{
    /// <summary>Channels of one frame. Default 1.</summary>
    [Range(1, int.MaxValue)]
    public int Channels { get; init; } = 1;

    /// <summary>Frames the operator sees. Default 1.</summary>
    [Range(1, int.MaxValue)]
    public int History { get; init; } = 1;

    /// <summary>Frames it predicts at once (temporal bundling). Default 1.</summary>
    [Range(1, int.MaxValue)]
    public int StepsPerPrediction { get; init; } = 1;

    /// <summary>
    /// How often the operator is applied to its own predictions in training: entry i counts in the i-th of equally long
    /// parts of the training, which makes a curriculum. Default once, throughout. Samples that begin too late for the
    /// length begin earlier, so that the last start counts several times.
    /// </summary>
    [Entries(1, int.MaxValue), Each(1, int.MaxValue)]
    public IReadOnlyList<int> Lengths { get; init => field = value.Copied(); } = [1];

    /// <summary>
    /// Whether gradients pass through the last application only, so that the operator learns to correct its own errors
    /// at the cost of one (push-forward, Brandstetter et al. 2022, arXiv:2202.03376). Default false: through all of
    /// them.
    /// </summary>
    public bool IsPushForward { get; init; }

    /// <summary>Standard deviation of normal noise on the first frames, in normalised units. Default 0.</summary>
    [Range(0.0, double.PositiveInfinity)]
    public double Noise { get; init; }

    /// <summary>How often the operator is applied in an epoch.</summary>
    public int Length(int epoch, int epochs)
        => Lengths[Math.Min(Lengths.Count - 1, (epoch - 1) * Lengths.Count / Math.Max(1, epochs))];

    IEnumerable<string> IRules.Faults() => [];
}
