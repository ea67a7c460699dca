namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Tries where the expected improvement over the best trial is largest, under a Gaussian process of the results (Jones,
/// Schonlau and Welch 1998): for few options and some dozens of trials, whose results are costly. The first trials are
/// those of <see cref="SobolTuner"/>.
/// </summary>
/// <remarks>
/// Every space has a process of its own, with a Matérn kernel of smoothness 5/2 and a length for each option, chosen by
/// the likelihood of the results. Results are taken by their ranks, so that a few bad ones do not matter.
/// </remarks>
public sealed class GaussianProcessTuner : SweepTuner
{
    private const int Draws = 600, Neighbours = 100;
    private static readonly SobolTuner Beginning = new();

    /// <summary>Trials before anything is estimated. Default 8.</summary>
    public int InitialTrials { get; init; } = 8;

    /// <inheritdoc/>
    public override SweepProposal? Propose(SweepState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Trial < InitialTrials) return Beginning.Propose(state);
        IReadOnlyList<SweepObservation> known = ComparableObservations.Of(state.Observations, InitialTrials / 2);
        if (known.Count < 2) return Beginning.Propose(state);
        double[] scores = NormalScores([.. known.Select(o => o.Loss)]);
        double best = scores.Min();
        SweepProposal? proposed = null;
        double most = double.NegativeInfinity;
        for (int space = 0; space < state.Spaces.Count; space++)
        {
            int[] own = [.. Enumerable.Range(0, known.Count).Where(i => known[i].Space == space)];
            var process = GaussianProcess.Fit(state.Spaces[space], [.. own.Select(i => known[i].Place)],
                [.. own.Select(i => scores[i])], state.Random);
            IReadOnlyList<double>? top = own.Length == 0 ? null : known[own.MinBy(i => scores[i])].Place;
            for (int draw = 0; draw < Draws + Neighbours; draw++)
            {
                double[] place = draw < Draws || top is null
                    ? [.. state.Spaces[space].Options.Select(_ => state.Random.NextDouble())]
                    : [.. top.Select(p => Near(p, state.Random))];
                double improvement = process.ExpectedImprovement(place, best);
                if (improvement <= most) continue;
                (most, proposed) = (improvement, new SweepProposal(space, place));
            }
        }
        return proposed;
    }

    private static double Near(double place, Random random)
        => Math.Clamp(place + 0.1 * (random.NextDouble() + random.NextDouble() - 1), 0, 1 - 1e-12);

    // The deviations that so many draws of a normal distribution are expected to have, in the order of the losses;
    // equal losses share theirs.
    private static double[] NormalScores(double[] losses)
        => [.. losses.Select(loss =>
        {
            double rank = losses.Count(l => l < loss) + 0.5 * (losses.Count(l => l == loss) + 1);
            return Normal.Quantile((rank - 0.5) / losses.Length);
        })];
}
