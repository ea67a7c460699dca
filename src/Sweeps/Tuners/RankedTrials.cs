namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>Trials from the best to the worst, whatever share of their training they have had.</summary>
internal static class RankedTrials
{
    /// <summary>
    /// Every trial once, with its result after the longest training: those trained longer first, since they were
    /// promoted over the others, then those with smaller losses; those that failed last.
    /// </summary>
    /// <param name="all">The results.</param>
    public static IReadOnlyList<SweepObservation> Of(IReadOnlyList<SweepObservation> all)
        => [.. all.GroupBy(o => (o.Space, string.Join(' ', o.Place.Select(p => p.ToString("r", null)))))
            .Select(trial => trial.MaxBy(o => o.Share)!)
            .OrderBy(o => double.IsFinite(o.Loss) ? 0 : 1).ThenByDescending(o => o.Share).ThenBy(o => o.Loss)];

    /// <summary>
    /// For each of some ranked trials the deviation that so many draws of a normal distribution are expected to have,
    /// the least for the best; equal results share theirs.
    /// </summary>
    public static double[] NormalScores(IReadOnlyList<SweepObservation> ranked)
    {
        double[] scores = new double[ranked.Count];
        for (int first = 0, next; first < scores.Length; first = next)
        {
            next = first + 1;
            while (next < scores.Length && IsEqual(ranked[first], ranked[next])) next++;
            double score = Normal.Quantile((first + next) / 2.0 / scores.Length);
            scores.AsSpan(first, next - first).Fill(score);
        }
        return scores;

        static bool IsEqual(SweepObservation one, SweepObservation other) => one.Loss.Equals(other.Loss)
            && (one.Share.Equals(other.Share) || !double.IsFinite(one.Loss));
    }
}
