namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Tries what resembles good trials more than bad ones: the tree-structured Parzen estimator (Bergstra et al., NeurIPS
/// 2011) with kernels over all options of a space together (Falkner et al., ICML 2018). The first trials are those of
/// <see cref="SobolTuner"/>.
/// </summary>
/// <remarks>
/// Good is the best share of the trials. With successive halving they are compared after the largest share of the
/// training that as many of them as the first trials have had; all others, which were not promoted so far, are bad. The
/// space is drawn by its share of good trials. With a time budget, what counts is the expected improvement a second.
/// Where several processes work on a study, what is tried depends on the order in which trials end.
/// </remarks>
public sealed class ParzenTuner : SweepTuner
{
    private static readonly SobolTuner Beginning = new();

    /// <summary>Trials before anything is estimated. Default 8.</summary>
    public int InitialTrials { get; init; } = 8;

    /// <summary>Candidates that are drawn, of which the most promising is proposed. Default 48.</summary>
    public int Candidates { get; init; } = 48;

    /// <summary>Share of trials that are good. Default 0.15.</summary>
    public double GoodShare { get; init; } = 0.15;

    /// <inheritdoc/>
    public override SweepProposal? Propose(SweepState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Trial + state.Earlier < InitialTrials) return Beginning.Propose(state);
        RankedTrials trials = RankedTrials.Of(state, InitialTrials);
        IReadOnlyList<SweepObservation> ranked = trials.All;
        if (ranked.Count < 2) return Beginning.Propose(state);
        int good = Math.Clamp((int)Math.Ceiling(GoodShare * trials.Compared), 1, ranked.Count - 1);
        int space = Space(state, ranked, good);
        SweepSpace chosen = state.Spaces[space];
        var better = new ParzenDensity(chosen, Places(ranked.Take(good), space));
        var worse = new ParzenDensity(chosen, Places(ranked.Skip(good), space));
        var time = new TimeBudget(state, space);
        double[][] candidates = [.. Enumerable.Range(0, Candidates).Select(_ => better.Draw(state.Random))];
        // Where all good trials take too long, others are better than none.
        if (!candidates.Any(time.Fits))
            candidates = [.. candidates.Select(_ => chosen.Settle(
                [.. chosen.Options.Select(_ => state.Random.NextDouble())]))];
        double[] place = candidates.MaxBy(Worth)!;
        return new SweepProposal(space, place);

        double Worth(double[] candidate)
        {
            bool[] active = chosen.Activity(candidate);
            double ratio = worse.Log(candidate, active) - better.Log(candidate, active);
            // The expected improvement but for a factor.
            return time.Worth(candidate, -Math.Log(GoodShare + (1 - GoodShare) * Math.Exp(ratio)));
        }
    }

    private static IReadOnlyList<double>[] Places(IEnumerable<SweepObservation> trials, int space)
        => [.. trials.Where(o => o.Space == space).Select(o => o.Place)];

    // One more for each, so that none is given up for good.
    private static int Space(SweepState state, IReadOnlyList<SweepObservation> ranked, int good)
    {
        double[] weights = [.. state.Spaces.Select((_, i) => (1.0 + ranked.Take(good).Count(o => o.Space == i))
            / (1.0 + ranked.Count(o => o.Space == i)))];
        double drawn = state.Random.NextDouble() * weights.Sum();
        for (int i = 0; i < weights.Length; i++)
            if ((drawn -= weights[i]) < 0) return i;
        return weights.Length - 1;
    }
}
