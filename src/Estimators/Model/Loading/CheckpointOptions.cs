using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators;

/// <summary>What a checkpoint does not say of itself.</summary>
public sealed record CheckpointOptions
{
    /// <summary>The input field.</summary>
    [Required]
    public string FeatureColumnName { get; init; } = "Features";

    /// <summary>The predicted field.</summary>
    [Required]
    public string ScoreColumnName { get; init; } = "Score";

    /// <summary>
    /// The grid of a zip that is loaded by plain ML.NET, and of vectors without dimensions; 64 points along every axis,
    /// or the grid the weights are bound to, when null. This library scores any grid the operator allows.
    /// </summary>
    public int[]? Grid { get; init; }

    /// <summary>Statistics by which the program normalised its input outside the model; null when it did not.</summary>
    public ChannelStatistics? Input { get; init; }

    /// <summary>Statistics by which the program restored the model's output; null when it did not.</summary>
    public ChannelStatistics? Output { get; init; }

    /// <summary>
    /// Arguments of the program that neither names nor shapes of the weights say, by the program's names, such as
    /// <c>act</c> and <c>n_heads</c> of the Neural-Solver-Library's GNOT: numbers, texts, booleans and lists of these.
    /// They win over a configuration in the file. One that is needed and not said is asked for, one that the
    /// architecture does not read is refused. Null when there are none, or the file holds them.
    /// </summary>
    public Dictionary<string, object>? Arguments { get; init; }

    /// <summary>How much the file may unpack to; null for <see cref="ReadLimits.Weights"/>.</summary>
    public ReadLimits? Limits { get; init; }

    /// <summary>Rows scored at once.</summary>
    [Range(1, int.MaxValue)]
    public int ScoringBatchSize { get; init; } = 16;
}

/// <summary>Mean and standard deviation of every channel of a field, in its unit.</summary>
/// <param name="Mean">One number per channel.</param>
/// <param name="StandardDeviation">One number per channel, above zero.</param>
public sealed record ChannelStatistics(IReadOnlyList<float> Mean, IReadOnlyList<float> StandardDeviation);
