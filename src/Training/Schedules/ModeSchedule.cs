using System.ComponentModel.DataAnnotations;

namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// Incremental modes (Zhao, George, Li, Anandkumar 2022, arXiv:2211.15188): a training begins with the lowest Fourier
/// modes of every axis and adds higher ones when a criterion asks for them. Epochs with few modes cost less, and large
/// scales are learned before small ones, which overfits noise less.
/// </summary>
/// <remarks>
/// For all operators with spectral convolutions. Modes that were not added yet have weights of zero, and keep them if
/// the criterion never asks for them: a trained model always has all of its modes.
/// </remarks>
public abstract record ModeSchedule
{
    /// <summary>Share of each axis' modes that the first epoch uses. Default a quarter.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double Start { get; init; } = 0.25;

    /// <summary>Share of each axis' modes that is added at a time. Default an eighth.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double Step { get; init; } = 0.125;

    /// <summary>Epochs to train, at least, before modes are added again. Default 1.</summary>
    [Range(1, int.MaxValue)]
    public int Patience { get; init; } = 1;

    /// <summary>Whether to add modes; asked after every epoch.</summary>
    /// <param name="done">The epochs with the present number of modes, at least <see cref="Patience"/>.</param>
    /// <param name="strengths">
    /// For every layer and axis, the sum of squares of the weights of each frequency in use, the lowest first.
    /// </param>
    public abstract bool IsDue(IReadOnlyList<EpochReport> done, IReadOnlyList<IReadOnlyList<double>> strengths);

    /// <summary>Everything wrong with the parameters; empty when they are valid.</summary>
    public virtual IEnumerable<string> Faults() => Rules.Faults(this);
}

/// <summary>Adds modes when an epoch has reduced the loss by less than a given share of it.</summary>
/// <param name="Threshold">The share. Default 0.05.</param>
public sealed record LossGapModes([property: Range(0.0, 1.0)] double Threshold = 0.05) : ModeSchedule
{
    /// <inheritdoc/>
    public override bool IsDue(IReadOnlyList<EpochReport> done, IReadOnlyList<IReadOnlyList<double>> strengths)
        => done.Count > 1 && done[^2].Loss - done[^1].Loss <= Threshold * done[^2].Loss;
}

/// <summary>
/// Adds modes when the highest frequencies in use carry so much of the weights that still higher ones will be needed:
/// when the frequencies below them explain less than a given share of the sum of squares, in any layer and along any
/// axis.
/// </summary>
/// <param name="Ratio">The share. Default 0.99.</param>
/// <param name="Buffer">How many frequencies count as the highest. Default 1.</param>
public sealed record ExplainedModes([property: Range(0.0, 1.0)] double Ratio = 0.99,
    [property: Range(1, int.MaxValue)] int Buffer = 1) : ModeSchedule
{
    /// <inheritdoc/>
    public override bool IsDue(IReadOnlyList<EpochReport> done, IReadOnlyList<IReadOnlyList<double>> strengths)
        => strengths.Any(axis => axis.SkipLast(Buffer).Sum() < Ratio * axis.Sum());
}
