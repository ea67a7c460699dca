using Microsoft.ML.NeuralOperators.Options;

namespace Microsoft.ML.NeuralOperators;

/// <summary>What a checkpoint does not say of itself.</summary>
public sealed class CheckpointOptions
{
    /// <summary>The input field.</summary>
    public string FeatureColumnName = "Features";

    /// <summary>The predicted field.</summary>
    public string ScoreColumnName = "Score";

    /// <summary>
    /// The grid of a zip that is loaded by plain ML.NET, and of vectors without dimensions; 64 points along every axis, or the
    /// grid the weights are bound to, when null. This library scores any grid the operator allows.
    /// </summary>
    public int[]? Grid;

    /// <summary>Statistics by which the program normalised its input outside the model; null when it did not.</summary>
    public ChannelStatistics? Input;

    /// <summary>Statistics by which the program restored the model's output; null when it did not.</summary>
    public ChannelStatistics? Output;

    /// <summary>
    /// Whole-number arguments of the program that neither names nor shapes of the weights say, by the program's names, such as
    /// <c>n_heads</c> of the Neural-Solver-Library's GNOT; null when there are none, or the file holds them.
    /// </summary>
    public Dictionary<string, int>? Arguments;

    /// <summary>How much the file may unpack to; null for <see cref="ReadLimits.Weights"/>.</summary>
    public ReadLimits? Limits;

    /// <summary>Rows scored at once.</summary>
    public int ScoringBatchSize = 16;
}

/// <summary>Mean and deviation of every channel of a field, in its unit.</summary>
/// <param name="Mean">One number a channel.</param>
/// <param name="StandardDeviation">One number a channel, above zero.</param>
public sealed record ChannelStatistics(IReadOnlyList<float> Mean, IReadOnlyList<float> StandardDeviation);
