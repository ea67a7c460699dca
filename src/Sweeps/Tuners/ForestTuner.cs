namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Tries where the expected improvement over the best trial is largest, under a random forest of the results (SMAC,
/// Hutter, Hoos and Leyton-Brown, LION 2011): for many options, many of them without order or without effect
/// everywhere. The first trials are those of <see cref="SobolTuner"/>.
/// </summary>
/// <remarks>
/// The forest is ML.NET's FastForest; how far its trees differ is the uncertainty. Results are taken by their ranks,
/// after the largest share of the training that as many trials as the first ones have had, those that were not promoted
/// to it last. With a time budget, what counts is the expected improvement a second.
/// </remarks>
public sealed class ForestTuner : SweepTuner
{
    private static readonly SobolTuner Beginning = new();

    /// <summary>Trials before anything is estimated. Default 8.</summary>
    public int InitialTrials { get; init; } = 8;

    /// <summary>Trees of the forest. Default 60.</summary>
    public int Trees { get; init; } = 60;

    /// <inheritdoc/>
    public override SweepProposal? Propose(SweepState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return (state.Trial + state.Earlier < InitialTrials ? null : ExpectedImprovement.Propose(state,
            InitialTrials,
            (space, places, scores) => RandomForest.Fit(space, places, scores, Trees, state.Random.Next())))
            ?? Beginning.Propose(state);
    }
}
