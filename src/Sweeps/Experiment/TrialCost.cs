using static System.FormattableString;

namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>What a trial will take, told from its definition and from the speed of trials before it.</summary>
internal static class TrialCost
{
    // A trial whose first result takes longer than this share of the sweep is none to learn from.
    private const double LongestShare = 0.5;

    // Weights, gradient and two vectors of the optimizer, in single precision.
    private const double BytesOfAParameter = 4 * sizeof(float);

    /// <summary>Why a trial is not begun, or null where it fits.</summary>
    /// <param name="trainer">The trial's trainer.</param>
    /// <param name="settings">The sweep.</param>
    /// <param name="epochs">Epochs until its first result.</param>
    /// <param name="trials">All trials of the study.</param>
    /// <param name="space">The trial's space: operators differ in how much of a machine they use.</param>
    public static string? Of(NeuralOperatorTrainer trainer, SweepSettings settings, int epochs,
        IReadOnlyList<SweepTrial> trials, string space)
    {
        if (trainer.Cost(settings.Training.Schema) is not { } cost) return null;
        double needed = cost.ActivationBytes + BytesOfAParameter * cost.Parameters;
        long available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (needed > available)
            return $"It takes about {Gibibytes(needed)} GiB of memory, and there are {Gibibytes(available)}.";
        if (settings.Time is not { } time) return null;
        double work = cost.Flops / trainer.Training.BatchSize * epochs, flops = 0, seconds = 0;
        foreach (SweepTrial other in trials.Where(t => t.Space == space && t is { SampleFlops: not null, Epochs: > 0 }))
            (flops, seconds) = (flops + other.SampleFlops!.Value * other.Epochs, seconds + other.Seconds);
        double expected = flops > 0 ? work / flops * seconds : 0;
        return expected <= LongestShare * time.TotalSeconds ? null
            : Invariant($"Its first result would take about {expected:g2} s of the sweep's {time.TotalSeconds:g4} s.");
    }

    private static string Gibibytes(double bytes) => Invariant($"{bytes / (1L << 30):f1}");
}
