using static System.FormattableString;

namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>What trials take, told from their definitions and from the speed of trials before them.</summary>
/// <param name="settings">The sweep.</param>
/// <param name="trials">All trials of the study.</param>
internal sealed class TrialCost(SweepSettings settings, IReadOnlyList<SweepTrial> trials)
{
    // A trial whose first result takes longer than this share of the sweep is none to learn from.
    private const double LongestShare = 0.5;

    // Weights, gradient and two vectors of the optimizer, in single precision.
    private const double BytesOfAParameter = 4 * sizeof(float);

    /// <summary>Why a trial is not begun, whatever time is left; null where it fits.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="trainer">Its trainer.</param>
    public string? Fault(SweepTrial trial, NeuralOperatorTrainer trainer)
    {
        if (trainer.Cost(settings.Training.Schema) is not { } cost) return null;
        double needed = cost.ActivationBytes + BytesOfAParameter * cost.Parameters;
        long available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (needed > available)
            return $"It takes about {Gibibytes(needed)} GiB of memory, and there are {Gibibytes(available)}.";
        return settings.Time is not { } time || FirstResult(trial, trainer) is not { } expected
            || expected <= LongestShare * time.TotalSeconds ? null
            : Invariant($"Its first result would take about {expected:g2} s of the sweep's {time.TotalSeconds:g4} s.");
    }

    /// <summary>Seconds until a trial's first result; null where nothing tells them.</summary>
    public double? FirstResult(SweepTrial trial, NeuralOperatorTrainer trainer)
    {
        if (trainer.Cost(settings.Training.Schema) is not { } cost) return null;
        int all = trainer.Training.Epochs;
        double work = cost.Flops / trainer.Training.BatchSize
            * Work(trial.Options, trial.Space, settings.Rungs.EpochsOf(0, all), all), done = 0, seconds = 0;
        // Operators differ in how much of a machine they use.
        foreach (SweepTrial other in trials.Where(t => t.Space == trial.Space
            && t is { SampleFlops: not null, Epochs: > 0 }))
            (done, seconds) = (done + other.SampleFlops!.Value * Work(other), seconds + other.Seconds);
        return done > 0 ? work / done * seconds : null;
    }

    /// <summary>Seconds that the whole training of a trial takes at its speed; null before its first epoch.</summary>
    public double? Whole(SweepTrial trial)
        => trial is { Epochs: > 0, Seconds: > 0 } && Work(trial) is > 0 and var done
            ? trial.Seconds * Work(trial with { Epochs = trial.AllEpochs }) / done : null;

    /// <summary>Share of a whole training until a trial's first result.</summary>
    public double FirstShare(SweepSpace space)
    {
        int all = space.Trainer.Training.Epochs, axes = Axes(space);
        return settings.Rungs.Work(settings.Rungs.EpochsOf(0, all), all, axes)
            / settings.Rungs.Work(settings.Rungs.AllEpochs(all), all, axes);
    }

    private double Work(SweepTrial trial) => Work(trial.Options, trial.Space, trial.Epochs,
        trial.AllEpochs / settings.Rungs.AllEpochs(1));

    // In epochs on all rows and points.
    private double Work(IReadOnlyDictionary<string, object> options, string name, int epochs, int all)
    {
        SweepSpace space = settings.Spaces.First(s => s.Name == name);
        DataReduction rows = space.Rows(options);
        int axes = Axes(space);
        double share = rows.Samples is { } samples ? Math.Min(1, (double)samples / settings.Rows) : 1;
        return settings.Rungs.Work(epochs, all, axes) * share * Math.Pow(rows.Stride, -axes);
    }

    private static int Axes(SweepSpace space) => (space.Trainer.Options as GridOperatorOptions)?.AxisCount ?? 0;

    private static string Gibibytes(double bytes) => Invariant($"{bytes / (1L << 30):f1}");
}
