namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Tries where the expected improvement over the best trial is largest, under a Gaussian process of the results (Jones,
/// Schonlau and Welch 1998): for few options and some dozens of trials, whose results are costly. The first trials are
/// those of <see cref="SobolTuner"/>.
/// </summary>
/// <remarks>
/// Every space has a process of its own, with a Matérn kernel of smoothness 5/2 and a length for each option, chosen by
/// the likelihood of the results. Results are taken by their ranks, so that a few bad ones do not matter: after the
/// largest share of the training that as many trials as the first ones have had, those that were not promoted to it
/// last. With a time budget, what counts is the expected improvement a second.
/// </remarks>
public sealed class GaussianProcessTuner : SweepTuner
{
    private static readonly SobolTuner Beginning = new();

    /// <summary>Trials before anything is estimated. Default 8.</summary>
    public int InitialTrials { get; init; } = 8;

    /// <inheritdoc/>
    public override SweepProposal? Propose(SweepState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return (state.Trial + state.Earlier < InitialTrials ? null : ExpectedImprovement.Propose(state,
            InitialTrials, (space, places, scores) => GaussianProcess.Fit(space, places, scores, state.Random)))
            ?? Beginning.Propose(state);
    }
}
