using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Where and how often a training saves its state. A file appears whole or not at all, so a kill loses one interval at
/// most.
/// </summary>
public sealed record TrainingCheckpoints : IRules
{
    /// <summary>
    /// The folder; it is made when it does not exist. One training at a time uses it, and another one is refused.
    /// </summary>
    public required string Folder { get; init; }

    /// <summary>Epochs between states. Default 1.</summary>
    [Range(1, int.MaxValue)]
    public int EveryEpochs { get; init; } = 1;

    /// <summary>Minutes between states within epochs; null for none. Default null.</summary>
    [Range(0.0, double.PositiveInfinity)]
    public double? EveryMinutes { get; init; }

    /// <summary>States kept; older ones are deleted. The best weights have a file of their own. Default 2.</summary>
    [Range(1, int.MaxValue)]
    public int KeepLast { get; init; } = 2;

    /// <summary>
    /// Whether to continue from the newest state in the folder; the result is that of a run that was never interrupted.
    /// A state of other options or data is refused. Default true; otherwise the folder must hold no state.
    /// </summary>
    public bool Resume { get; init; } = true;

    IEnumerable<string> IRules.Faults()
        => string.IsNullOrEmpty(Folder) ? ["Folder is empty"] : Folder.Contains('\0')
            ? ["Folder holds a NUL character"] : [];
}
