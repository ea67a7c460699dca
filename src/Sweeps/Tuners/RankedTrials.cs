namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>Trials from the best to the worst, compared after the same share of their training.</summary>
internal sealed class RankedTrials
{
    private RankedTrials(IReadOnlyList<SweepObservation> all, int compared) => (All, Compared) = (all, compared);

    /// <summary>Every trial once.</summary>
    public IReadOnlyList<SweepObservation> All { get; }

    /// <summary>How many were compared with each other, or failed; the others were not promoted so far.</summary>
    public int Compared { get; }

    /// <summary>
    /// Ranks trials by their losses after one share of the training: the largest that enough of them have had (Falkner
    /// et al., ICML 2018). A few that were promoted early are so compared with others by what all of them had. Those
    /// that were not promoted so far come next, longer trainings first; those that failed last.
    /// </summary>
    /// <param name="state">The results.</param>
    /// <param name="enough">
    /// Results to compare at least, where any share has so many; also one more than a space has options.
    /// </param>
    public static RankedTrials Of(SweepState state, int enough)
    {
        int least = Math.Max(enough, state.Spaces.Max(s => s.Options.Count) + 1);
        SweepObservation[] results = [.. state.Observations.Where(o => double.IsFinite(o.Loss))];
        double[] shares = [.. results.Select(o => o.Share).Distinct().OrderDescending()];
        double share = shares.FirstOrDefault(s => results.Count(o => o.Share == s) >= least,
            shares.LastOrDefault());
        var ranked = new List<SweepObservation>();
        var rest = new List<SweepObservation>();
        foreach (SweepObservation[] trial in Trials(state.Observations))
            if (trial.Any(o => double.IsInfinity(o.Loss))) rest.Add(trial.First(o => double.IsInfinity(o.Loss)));
            else if (Array.FindLast(trial, o => o.Share == share) is { } result) ranked.Add(result);
            else rest.Add(trial.MaxBy(o => o.Share)!);
        return new RankedTrials([.. ranked.OrderBy(o => o.Loss), .. rest.OrderBy(o => double.IsFinite(o.Loss) ? 0 : 1)
            .ThenByDescending(o => o.Share).ThenBy(o => o.Loss)],
            ranked.Count + rest.Count(o => !double.IsFinite(o.Loss)));
    }

    /// <summary>How many trials results are of.</summary>
    public static int Count(IReadOnlyList<SweepObservation> all) => Trials(all).Count();

    /// <summary>
    /// For each trial the deviation that so many draws of a normal distribution are expected to have, the least for the
    /// best; equal results share theirs.
    /// </summary>
    public double[] NormalScores()
    {
        double[] scores = new double[All.Count];
        for (int first = 0, next; first < scores.Length; first = next)
        {
            next = first + 1;
            while (next < scores.Length && IsEqual(All[first], All[next])) next++;
            double score = Normal.Quantile((first + next) / 2.0 / scores.Length);
            scores.AsSpan(first, next - first).Fill(score);
        }
        return scores;

        static bool IsEqual(SweepObservation one, SweepObservation other) => one.Loss.Equals(other.Loss)
            && (one.Share.Equals(other.Share) || !double.IsFinite(one.Loss));
    }

    // The results of each trial.
    private static IEnumerable<SweepObservation[]> Trials(IEnumerable<SweepObservation> all)
        => all.GroupBy(o => (o.Space, string.Join(' ', o.Place.Select(p => p.ToString("r", null)))))
            .Select(trial => trial.ToArray());
}
