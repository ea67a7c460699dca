namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>Where and how often a training saves its state. A file appears whole or not at all, so a kill loses one interval at most.</summary>
public sealed record TrainingCheckpoints
{
    /// <summary>The folder; it is made when it does not exist. One training at a time uses it, and another one is refused.</summary>
    public required string Folder { get; init; }

    /// <summary>Epochs between states. Default 1.</summary>
    public int EveryEpochs { get; init; } = 1;

    /// <summary>Minutes between states within epochs; null for none. Default null.</summary>
    public double? EveryMinutes { get; init; }

    /// <summary>States kept; older ones are deleted. The best weights have a file of their own. Default 2.</summary>
    public int KeepLast { get; init; } = 2;

    /// <summary>
    /// Whether to go on from the newest state in the folder; the result is the one of a run that was never interrupted. A state
    /// of other options or data is refused. Default true; otherwise the folder must hold no state.
    /// </summary>
    public bool Resume { get; init; } = true;

    /// <summary>Everything wrong with the options; empty when they are valid.</summary>
    public IEnumerable<string> Faults()
    {
        if (string.IsNullOrEmpty(Folder)) yield return "Checkpoints: Folder is empty";
        else if (Folder.Contains('\0')) yield return "Checkpoints: Folder holds a NUL character";
        if (EveryEpochs < 1) yield return $"Checkpoints: EveryEpochs is {EveryEpochs}; expected at least 1";
        if (EveryMinutes is { } minutes && !(minutes >= 0)) yield return $"Checkpoints: EveryMinutes is {minutes}; expected at least 0";
        if (KeepLast < 1) yield return $"Checkpoints: KeepLast is {KeepLast}; expected at least 1";
    }
}
