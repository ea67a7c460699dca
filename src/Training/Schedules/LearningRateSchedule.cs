using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// The learning rate over the course of training, as a factor of the option LearningRate: a pure function, so that a
/// resumed run continues exactly where it stopped.
/// </summary>
public abstract record LearningRateSchedule
{
    /// <summary>The same rate throughout.</summary>
    public static LearningRateSchedule Constant { get; } = new ConstantSchedule();

    /// <summary>Half a cosine wave down to zero at the end.</summary>
    public static LearningRateSchedule Cosine { get; } = new CosineSchedule();

    /// <summary>Up to the full rate, then down far below the first one.</summary>
    public static LearningRateSchedule OneCycle { get; } = new OneCycleSchedule();

    /// <summary>The factor for an epoch.</summary>
    /// <param name="epoch">Epochs done, fractions included where <see cref="IsPerBatch"/>.</param>
    /// <param name="epochs">Epochs in all.</param>
    public abstract double Factor(double epoch, int epochs);

    /// <summary>
    /// As <see cref="Factor(double, int)"/>, for schedules that look at what the epochs done have brought.
    /// </summary>
    /// <param name="epoch">Epochs done, fractions included where <see cref="IsPerBatch"/>.</param>
    /// <param name="epochs">Epochs in all.</param>
    /// <param name="done">The epochs done.</param>
    public virtual double Factor(double epoch, int epochs, IReadOnlyList<EpochReport> done) => Factor(epoch, epochs);

    /// <summary>As <see cref="Factor(double, int)"/>, for schedules whose end depends on the number of steps.</summary>
    /// <param name="epoch">Epochs done, fractions included where <see cref="IsPerBatch"/>.</param>
    /// <param name="epochs">Epochs in all.</param>
    /// <param name="done">The epochs done.</param>
    /// <param name="steps">
    /// Changes of the rate in all: batches where <see cref="IsPerBatch"/>, epochs otherwise.
    /// </param>
    public virtual double Factor(double epoch, int epochs, IReadOnlyList<EpochReport> done, int steps)
        => Factor(epoch, epochs, done);

    /// <summary>Whether the rate changes with every batch instead of every epoch.</summary>
    public virtual bool IsPerBatch => false;

    /// <summary>Everything wrong with the parameters; empty when they are valid.</summary>
    public virtual IEnumerable<string> Faults() => Rules.Faults(this);

    private sealed record ConstantSchedule : LearningRateSchedule
    {
        public override double Factor(double epoch, int epochs) => 1;
    }
}

/// <summary>
/// ½(1 + cos(π·epoch/Period)): cosine annealing (Loshchilov and Hutter 2017, arXiv:1608.03983), without restarts.
/// </summary>
/// <param name="Period">Epochs until the rate is zero; the number of epochs when null.</param>
public sealed record CosineSchedule([property: Range(1, int.MaxValue)] int? Period = null) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Factor(double epoch, int epochs)
        => 0.5 * (1 + Math.Cos(Math.PI * Math.Min(1, epoch / Math.Max(1, Period ?? epochs))));
}

/// <summary>
/// One cycle (Smith and Topin 2018, arXiv:1708.07120): from 1/StartDivisor up to 1 over the first part, then down to
/// 1/(StartDivisor·EndDivisor), both along cosines. Trainings take the factors of PyTorch's OneCycleLR with as many
/// steps: of N steps, counted from 0, step WarmUp·N - 1 has the full rate and step N - 1 the last one.
/// </summary>
/// <remarks>Only the rate changes. PyTorch's class cycles the momentum, too, unless cycle_momentum is False.</remarks>
/// <param name="WarmUp">Share of the epochs on the way up.</param>
/// <param name="StartDivisor">The first rate is the largest one over this.</param>
/// <param name="EndDivisor">The last rate is the first one over this.</param>
public sealed record OneCycleSchedule([property: Range(0.0, 1.0)] double WarmUp = 0.3,
    [property: Range(1.0, double.MaxValue)] double StartDivisor = 25,
    [property: Range(1.0, double.MaxValue)] double EndDivisor = 1e4) : LearningRateSchedule
{
    /// <summary>Whether the rate changes with every batch (the default) or every epoch.</summary>
    public bool EveryBatch { get; init; } = true;

    /// <inheritdoc/>
    public override bool IsPerBatch => EveryBatch;

    /// <inheritdoc/>
    public override double Factor(double epoch, int epochs)
    {
        double peak = WarmUp * epochs;
        return epoch < peak ? Up(epoch / peak) : Down(Math.Min(1, (epoch - peak) / Math.Max(1e-9, epochs - peak)));
    }

    /// <inheritdoc/>
    public override double Factor(double epoch, int epochs, IReadOnlyList<EpochReport> done, int steps)
    {
        double step = Math.Round(epoch * steps / epochs), peak = WarmUp * steps - 1, end = steps - 1;
        // A cycle of which the way up is a single step begins at the full rate, where PyTorch divides by zero.
        if (step <= peak) return peak > 0 ? Up(step / peak) : 1;
        return Down(Math.Min(1, (step - peak) / (end - peak)));
    }

    private double Up(double share) => Between(1 / StartDivisor, 1, share);

    private double Down(double share) => Between(1, 1 / (StartDivisor * EndDivisor), share);

    private static double Between(double from, double to, double share)
        => to + (from - to) * 0.5 * (1 + Math.Cos(Math.PI * share));
}

/// <summary>The rate times a factor every so many epochs.</summary>
/// <param name="Period">Epochs between steps.</param>
/// <param name="Decay">The factor of each step.</param>
public sealed record StepSchedule([property: Range(1, int.MaxValue)] int Period,
    [property: Range(0.0, double.MaxValue, MinimumIsExclusive = true)] double Decay = 0.5) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Factor(double epoch, int epochs) => Math.Pow(Decay, Math.Floor(epoch / Period));
}

/// <summary>
/// Cosine annealing with warm restarts (Loshchilov and Hutter 2017, arXiv:1608.03983): every period is Growth times the
/// one before.
/// </summary>
/// <param name="Period">Epochs of the first period.</param>
/// <param name="Growth">Factor of the following ones.</param>
public sealed record WarmRestartSchedule([property: Range(1, int.MaxValue)] int Period,
    [property: Range(1.0, double.MaxValue)] double Growth = 2) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Factor(double epoch, int epochs)
    {
        double begin = 0, length = Period;
        while (epoch >= begin + length)
        {
            begin += length;
            length *= Growth;
        }
        return 0.5 * (1 + Math.Cos(Math.PI * (epoch - begin) / length));
    }
}

/// <summary>
/// Times Decay whenever the error (the loss, without validation) has not fallen below its minimum for more than some
/// epochs: the steps of PyTorch's ReduceLROnPlateau with the same patience, factor and relative threshold.
/// </summary>
/// <param name="Patience">Epochs without a new minimum that are let pass; the rate falls after the next one.</param>
/// <param name="Decay">The factor.</param>
/// <param name="Threshold">Share by which a minimum must be undercut to count as a new one.</param>
public sealed record PlateauSchedule([property: Range(0, int.MaxValue)] int Patience = 10,
    [property: Range(0.0, 1.0, MinimumIsExclusive = true)] double Decay = 0.5,
    [property: Range(0.0, 1.0, MaximumIsExclusive = true)] double Threshold = 1e-3) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Factor(double epoch, int epochs) => 1;

    /// <inheritdoc/>
    public override double Factor(double epoch, int epochs, IReadOnlyList<EpochReport> done)
    {
        // From the epochs done alone, which a saved state holds: nothing else has to be kept.
        double best = double.PositiveInfinity, factor = 1;
        int waited = 0;
        foreach (EpochReport report in done)
        {
            double error = report.ValidationError ?? report.Loss;
            // A minimum stays until it is clearly undercut: many small gains add up to one that counts.
            bool isNew = error < best * (1 - Threshold);
            (best, waited) = isNew ? (error, 0) : (best, waited + 1);
            if (waited <= Patience) continue;
            (factor, waited) = (factor * Decay, 0);
        }
        return factor;
    }
}

/// <summary>Another schedule after a straight way up, from a thousandth of its first rate.</summary>
/// <param name="Epochs">Epochs on the way up.</param>
/// <param name="Then">The schedule of the epochs after it.</param>
public sealed record WarmUpSchedule([property: Range(0.0, double.PositiveInfinity,
    MinimumIsExclusive = true)] double Epochs, LearningRateSchedule Then) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override bool IsPerBatch => true;

    /// <inheritdoc/>
    public override double Factor(double epoch, int epochs) => Factor(epoch, epochs, []);

    /// <inheritdoc/>
    public override double Factor(double epoch, int epochs, IReadOnlyList<EpochReport> done)
        => At(epoch, epochs, (position, whole, _) => Then.Factor(position, whole, done));

    /// <inheritdoc/>
    public override double Factor(double epoch, int epochs, IReadOnlyList<EpochReport> done, int steps)
        => At(epoch, epochs, (position, whole, share) => Then.Factor(position, whole, done,
            Then.IsPerBatch ? Math.Max(1, (int)Math.Round(steps * share)) : whole));

    // Gives the other schedule its position, its epochs and its share of all steps.
    private double At(double epoch, int epochs, Func<double, int, double, double> then)
    {
        // Begins 0.1 % of the way up, so that the first rate is not zero.
        if (epoch < Epochs) return (epoch + 1e-3 * Epochs) / (Epochs * (1 + 1e-3)) * then(0, epochs, 1);
        // The other schedule counts whole epochs; a part of one left over is spread over them.
        double left = Math.Max(epochs - Epochs, 1e-9);
        int whole = (int)Math.Ceiling(left);
        double rest = (epoch - Epochs) * whole / left;
        return then(Then.IsPerBatch ? rest : Math.Floor(rest), whole, left / epochs);
    }

    /// <inheritdoc/>
    public override IEnumerable<string> Faults() => base.Faults().Concat(Then?.Faults() ?? []);
}
