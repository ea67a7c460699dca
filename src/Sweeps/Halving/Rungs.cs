namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>
/// How trials compete: all are trained to the first rung, the best of those to the next, and so on (successive halving,
/// Jamieson and Talwalkar, AISTATS 2016). One rung alone trains every trial to its end.
/// </summary>
/// <param name="Count">Number of rungs.</param>
/// <param name="Factor">
/// One in so many is promoted, to so many times the epochs or rows.
/// </param>
/// <param name="IsAsynchronous">
/// Whether a trial is promoted as soon as it is among the best of those that came so far and not one in so many has
/// been promoted (ASHA, Li et al., MLSys 2020); otherwise when all that reach its rung are there.
/// </param>
internal sealed record Rungs(int Count, int Factor, bool IsAsynchronous)
{
    public static Rungs One { get; } = new(1, 2, true);

    /// <summary>What trials of a lower rung have less of.</summary>
    public SweepFidelity Fidelity { get; init; }

    /// <summary>Epochs at the end of a rung, of a training from the start or from the rung before.</summary>
    public int EpochsOf(int rung, int all)
        => Fidelity != SweepFidelity.Epochs || rung >= Count - 1 ? all
            : Math.Clamp((int)Math.Round(all * Math.Pow(Factor, rung + 1 - Count)), 1, all);

    /// <summary>Epochs of a trial on all its rungs.</summary>
    public int AllEpochs(int all) => Fidelity == SweepFidelity.Epochs ? all : checked(all * Count);

    /// <summary>What a tuner is told of a rung: more is more.</summary>
    public double ShareOf(int rung) => Math.Pow(Factor, rung + 1 - Count);

    /// <summary>Rows of a rung.</summary>
    /// <param name="rung">The rung.</param>
    /// <param name="all">Those of the last one.</param>
    public int SamplesOf(int rung, int all)
        => Fidelity != SweepFidelity.Samples ? all : Math.Clamp((int)Math.Round(all * ShareOf(rung)), 1, all);

    /// <summary>On a rung, every so-many-th point of those of the last one is taken.</summary>
    public int StrideOf(int rung) => Fidelity != SweepFidelity.Resolution ? 1 : 1 << (Count - 1 - rung);

    /// <summary>Work of a trial's first epochs, in epochs on all rows and points.</summary>
    /// <param name="epochs">Epochs it was trained for.</param>
    /// <param name="all">Epochs of one training.</param>
    /// <param name="axes">Axes of the grids.</param>
    public double Work(int epochs, int all, int axes)
    {
        if (Fidelity == SweepFidelity.Epochs) return epochs;
        double work = 0;
        for (int rung = 0; rung < Count && epochs > 0; rung++, epochs -= all)
            work += Math.Min(epochs, all)
                * (Fidelity == SweepFidelity.Samples ? ShareOf(rung) : Math.Pow(StrideOf(rung), -axes));
        return work;
    }

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
            // One in so many, not more where later trials are better and better.
            if (IsAsynchronous)
            {
                promoted = there.Length / Factor;
                if (there.Count(t => t.RungLosses.Count > rung + 1 || t.State != SweepTrialState.Paused) >= promoted)
                    continue;
            }
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

    // Studies hold it. Those of versions without fidelities are of epochs.
    public override string ToString() => $"Rungs {{ Count = {Count}, Factor = {Factor}, "
        + $"IsAsynchronous = {IsAsynchronous} }}{(Fidelity == SweepFidelity.Epochs ? "" : $", by {Fidelity}")}";
}
