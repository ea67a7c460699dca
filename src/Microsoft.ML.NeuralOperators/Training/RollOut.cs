namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// Learning of problems in time: a sample is a trajectory [frames·channels, grid…]; the operator maps the last frames to the
/// next ones, and is applied to its own predictions. Fields in and out are normalised alike, frame by frame.
/// </summary>
public sealed record RollOut
{
    /// <summary>Channels of one frame. Default 1.</summary>
    public int Channels { get; init; } = 1;

    /// <summary>Frames the operator sees. Default 1.</summary>
    public int History { get; init; } = 1;

    /// <summary>Frames it predicts at once (temporal bundling). Default 1.</summary>
    public int StepsPerPrediction { get; init; } = 1;

    /// <summary>
    /// How often the operator is applied to its own predictions in training: entry i counts in the i-th of equally long parts of
    /// the training, which makes a curriculum. Default once, throughout. Samples that begin too late for the length begin earlier,
    /// so that the last start counts several times.
    /// </summary>
    public IReadOnlyList<int> Lengths { get; init; } = [1];

    /// <summary>
    /// Whether gradients pass through the last application only, so that the operator learns to correct its own errors at the
    /// cost of one (push-forward, Brandstetter et al. 2022, arXiv:2202.03376). Default false: through all of them.
    /// </summary>
    public bool IsPushForward { get; init; }

    /// <summary>Deviation of normal noise on the first frames, in normalised units. Default 0.</summary>
    public double Noise { get; init; }

    /// <summary>How often the operator is applied in an epoch.</summary>
    public int Length(int epoch, int epochs) => Lengths[Math.Min(Lengths.Count - 1, (epoch - 1) * Lengths.Count / Math.Max(1, epochs))];

    /// <summary>Everything wrong with the options; empty when they are valid.</summary>
    public IEnumerable<string> Faults()
    {
        if (Channels < 1) yield return $"RollOut: Channels is {Channels}; expected at least 1";
        if (History < 1) yield return $"RollOut: History is {History}; expected at least 1";
        if (StepsPerPrediction < 1) yield return $"RollOut: StepsPerPrediction is {StepsPerPrediction}; expected at least 1";
        if (Lengths is null || Lengths.Count == 0 || Lengths.Any(l => l < 1)) yield return "RollOut: Lengths must hold positive numbers";
        if (!(Noise >= 0)) yield return $"RollOut: Noise is {Noise}; expected at least 0";
    }
}
