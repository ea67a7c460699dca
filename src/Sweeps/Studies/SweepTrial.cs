namespace Microsoft.ML.NeuralOperators;

/// <summary>How far a trial is.</summary>
public enum SweepTrialState
{
    /// <summary>A process trains it, or it waits for one.</summary>
    Running,
    /// <summary>It has a result and may be trained on.</summary>
    Paused,
    /// <summary>It was trained to the end.</summary>
    Completed,
    /// <summary>It could not be trained; <see cref="SweepTrial.Fault"/> says why.</summary>
    Failed,
    /// <summary>
    /// It would not fit the memory or the time, and was not begun; <see cref="SweepTrial.Fault"/> says why.
    /// </summary>
    Refused,
}

/// <summary>Options that were tried, and what came out.</summary>
/// <param name="Number">Its number in the study, from 0.</param>
/// <param name="Space">The name of the space its options are from.</param>
/// <param name="Options">The options that were tried, by name.</param>
/// <param name="State">How far it is.</param>
public sealed record SweepTrial(int Number, string Space, IReadOnlyDictionary<string, object> Options,
    SweepTrialState State)
{
    /// <summary>The objective, which is made small; null while there is no result.</summary>
    public double? Loss { get; init; }

    /// <summary>What was measured on the validation rows, by metric. Empty while there is no result.</summary>
    public IReadOnlyDictionary<SweepMetric, double> Metrics { get; init; } = new Dictionary<SweepMetric, double>();

    /// <summary>Whether the result keeps the limits of the sweep.</summary>
    public bool IsWithinLimits { get; init; } = true;

    /// <summary>Epochs it was trained for.</summary>
    public int Epochs { get; init; }

    /// <summary>Epochs of its whole training.</summary>
    public int AllEpochs { get; init; }

    /// <summary>How often it was trained on since it was first paused.</summary>
    public int Rung { get; init; }

    /// <summary>Seconds of training.</summary>
    public double Seconds { get; init; }

    /// <summary>Floating point operations of one prediction; null while there is no result.</summary>
    public double? SampleFlops { get; init; }

    /// <summary>Why it failed or was refused.</summary>
    public string? Fault { get; init; }

    /// <summary>One entry an epoch.</summary>
    public IReadOnlyList<EpochReport> Curve { get; init; } = [];

    /// <summary>What a tuner is told of its place.</summary>
    internal IReadOnlyList<double> Place { get; init; } = [];

    /// <summary>Results after each rung, in their order.</summary>
    internal IReadOnlyList<double> RungLosses { get; init; } = [];

    /// <summary>Its options in a sentence.</summary>
    public override string ToString() => $"{Number}: {Space} "
        + string.Join(", ", Options.Select(o => $"{o.Key} {OptionAccess.Text(o.Value)}"));
}

/// <summary>What can be measured of a trial.</summary>
public enum SweepMetric
{
    /// <summary><see cref="FieldMetrics.RelativeL2"/> of the validation rows.</summary>
    RelativeL2,
    /// <summary><see cref="FieldMetrics.RelativeH1"/> of the validation rows.</summary>
    RelativeH1,
    /// <summary><see cref="FieldMetrics.RootMeanSquaredError"/> of the validation rows.</summary>
    RootMeanSquaredError,
    /// <summary><see cref="FieldMetrics.MaximumError"/> of the validation rows.</summary>
    MaximumError,
    /// <summary>Milliseconds of a prediction of one validation row, in batches.</summary>
    Milliseconds,
    /// <summary>Trained numbers.</summary>
    Parameters,
    /// <summary>Bytes of the saved model.</summary>
    Bytes,
}
