namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Which options a sweep's error depends on, by functional analysis of variance (Hutter, Hoos and Leyton-Brown, ICML
/// 2014): a random forest of the logarithm of the objective over everything that was tried, whose variance is divided
/// exactly among the options and pairs of them.
/// </summary>
/// <remarks>
/// Shares are of the variance over the whole space, in which trials far from the best count as much as those near it.
/// An option with a small share may still be worth setting near the best.
/// </remarks>
/// <param name="Options">
/// The effect of every option alone, the largest first. Empty where there are fewer than ten results.
/// </param>
/// <param name="Pairs">
/// What pairs of the most important options have beyond their own effects, the largest first.
/// </param>
/// <param name="Trials">Results that were compared.</param>
/// <param name="Rung">
/// The rung of these results, 0 for the first: the highest that enough trials have reached, since results after
/// different numbers of epochs cannot be compared.
/// </param>
public sealed record SweepImportance(IReadOnlyList<OptionImportance> Options, IReadOnlyList<OptionImportance> Pairs,
    int Trials, int Rung);

/// <summary>The effect of an option, or of a pair beyond what each has alone.</summary>
/// <param name="Options">
/// The names, <c>"model"</c> for the choice between trainers; those of the training without their prefix.
/// </param>
/// <param name="Share">Share of the variance, from 0 to 1.</param>
/// <param name="Deviation">The standard deviation of the share over the trees of the forest.</param>
public sealed record OptionImportance(IReadOnlyList<string> Options, double Share, double Deviation)
{
    /// <summary>The names, such as "Channels × LearningRate".</summary>
    public string Name => string.Join(" × ", Options);
}
