namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>
/// Results that can be compared: those of trials that were trained for the same share of their epochs.
/// </summary>
internal static class ComparableObservations
{
    /// <summary>
    /// The results with the largest share that enough trials have; all, where none has enough. Trials that failed
    /// belong to every share.
    /// </summary>
    /// <param name="all">The results.</param>
    /// <param name="enough">How many are enough.</param>
    public static IReadOnlyList<SweepObservation> Of(IReadOnlyList<SweepObservation> all, int enough)
    {
        foreach (double share in all.Select(o => o.Share).Distinct().OrderDescending())
        {
            SweepObservation[] those = [.. all.Where(o => o.Share == share || double.IsInfinity(o.Loss))];
            if (those.Count(o => double.IsFinite(o.Loss)) >= enough) return those;
        }
        return all;
    }
}
