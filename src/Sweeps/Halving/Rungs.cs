namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>
/// How trials compete: all are trained to the first rung, the best of those to the next, and so on (successive halving,
/// Jamieson and Talwalkar, AISTATS 2016). One rung alone trains every trial to its end.
/// </summary>
/// <param name="Count">Number of rungs.</param>
/// <param name="Factor">
/// One in so many is promoted, to so many times the epochs.
/// </param>
/// <param name="IsAsynchronous">
/// Whether a trial is promoted as soon as it is among the best of those that came so far (ASHA, Li et al., MLSys 2020);
/// otherwise when all that reach its rung are there.
/// </param>
internal sealed record Rungs(int Count, int Factor, bool IsAsynchronous)
{
    public static Rungs One { get; } = new(1, 2, true);

    /// <summary>Epochs at the end of a rung.</summary>
    public int EpochsOf(int rung, int all)
        => rung >= Count - 1 ? all : Math.Clamp((int)Math.Round(all * Math.Pow(Factor, rung + 1 - Count)), 1, all);

    /// <summary>Share of a trial's epochs at the end of a rung.</summary>
    public double ShareOf(int rung) => Math.Pow(Factor, rung + 1 - Count);

    /// <summary>Trials that enter a rung, of so many that begin.</summary>
    public int Entering(int rung, int trials)
    {
        for (; rung > 0; rung--) trials = Math.Max(1, trials / Factor);
        return trials;
    }

    /// <summary>The trial to train on next, or null where none is to be.</summary>
    /// <param name="trials">All trials of the study.</param>
    /// <param name="planned">Trials that there will be in all; null where it is not known.</param>
    public SweepTrial? Promoted(IReadOnlyList<SweepTrial> trials, int? planned)
    {
        for (int rung = Count - 2; rung >= 0; rung--)
        {
            // A trial that is on a higher rung has a result of this one, too.
            SweepTrial[] there = [.. trials.Where(t => t.RungLosses.Count > rung).OrderBy(t => t.RungLosses[rung])
                .ThenBy(t => t.Number)];
            int promoted;
            if (IsAsynchronous) promoted = there.Length / Factor;
            else
            {
                int failed = trials.Count(t => t.State is SweepTrialState.Failed or SweepTrialState.Refused
                    && t.RungLosses.Count == rung);
                bool isComplete = there.Length + failed >= Entering(rung, planned!.Value);
                promoted = isComplete ? Entering(rung + 1, planned.Value) : 0;
            }
            if (there.Take(promoted).FirstOrDefault(t => t.State == SweepTrialState.Paused
                && t.RungLosses.Count == rung + 1) is { } next) return next;
        }
        return null;
    }
}
