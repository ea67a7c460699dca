namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>
/// The place with the largest expected improvement over the best trial (Jones, Schonlau and Welch 1998), of some drawn
/// anywhere and some near the best trial of each space; with a time budget, the largest a second.
/// </summary>
internal static class ExpectedImprovement
{
    private const int Draws = 600, Neighbours = 100;

    /// <summary>Proposes a place; null where fewer than two results are known.</summary>
    /// <param name="state">What is known.</param>
    /// <param name="enough">Results that are compared after the same share of their training, if there are so many.
    /// </param>
    /// <param name="fit">Learns a space's results, given as normal scores of their ranks: its index, places, scores.
    /// </param>
    public static SweepProposal? Propose(SweepState state, int enough,
        Func<SweepSpace, IReadOnlyList<double>[], double[], ISurrogate> fit)
    {
        RankedTrials trials = RankedTrials.Of(state, enough);
        IReadOnlyList<SweepObservation> ranked = trials.All;
        if (ranked.Count < 2) return null;
        double[] scores = trials.NormalScores();
        SweepProposal? proposed = null;
        double most = double.NegativeInfinity;
        for (int index = 0; index < state.Spaces.Count; index++)
        {
            SweepSpace space = state.Spaces[index];
            int[] own = [.. Enumerable.Range(0, ranked.Count).Where(i => ranked[i].Space == index)];
            ISurrogate surrogate = fit(space, [.. own.Select(i => ranked[i].Place)], [.. own.Select(i => scores[i])]);
            IReadOnlyList<double>? best = own.Length == 0 ? null : ranked[own[0]].Place;
            var time = new TimeBudget(state, index);
            for (int draw = 0; draw < Draws + Neighbours; draw++)
            {
                double[] place = space.Settle(draw < Draws || best is null
                    ? [.. space.Options.Select(_ => state.Random.NextDouble())]
                    : [.. best.Select((p, i) => Near(p, space.Options[i], state.Random))]);
                var (mean, deviation) = surrogate.Predict(place);
                double worth = time.Worth(place, Math.Log(Of(mean, deviation, scores[0]) + 1e-300));
                if (worth > most) (most, proposed) = (worth, new SweepProposal(index, place));
            }
        }
        return proposed;
    }

    /// <summary>How much less than the best so far a result is expected to be.</summary>
    internal static double Of(double mean, double deviation, double best)
    {
        double z = (best - mean) / deviation;
        return deviation * (z * Normal.Cumulative(z) + Normal.Density(z));
    }

    private static double Near(double place, SweepOption option, Random random)
    {
        double move = 0.1 * (random.NextDouble() + random.NextDouble() - 1), other = random.NextDouble();
        // Values without order have no near ones.
        return option.IsOrdered ? Math.Clamp(place + move, 0, 1 - 1e-12) : Math.Abs(move) > 0.07 ? other : place;
    }
}
