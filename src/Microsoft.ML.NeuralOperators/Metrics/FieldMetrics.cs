using Microsoft.ML.NeuralOperators.Metrics;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Errors of predicted fields p against true ones t, with e = p - t. docs/metrics.md has them in a table.
/// </summary>
/// <param name="Count">Samples.</param>
/// <param name="RelativeL2">
/// Mean over samples of ‖e‖₂/‖t‖₂, over all points and channels of a sample. Samples whose truth is zero everywhere
/// have no relative error: they are left out, and listed in <see cref="ZeroTruthRows"/>. Where all truths are zero, a
/// sample counts 0 if it is met exactly, otherwise 1.
/// </param>
/// <param name="RelativeH1">
/// Mean over samples of the relative H1 norm: values and second-order difference quotients, with the spacing 1/n along
/// an axis of n points. Fields are not taken as periodic: quotients are one-sided at the ends, and beside points that
/// do not count. Axes of fewer than 3 points have none. Truths of zero count as in <paramref name="RelativeL2"/>. NaN
/// on point sets, where nothing can be differenced.
/// </param>
/// <param name="MaximumError">The largest |e| of all samples, in the field's unit.</param>
/// <param name="RootMeanSquaredError">√ of the mean of e² over everything, in the field's unit.</param>
/// <param name="RSquared">
/// 1 - Σe²/Σ(t - mean t)² over everything; 1 is perfect. Where all truths are one number, 1 if they are met
/// exactly, otherwise 0, as in scikit-learn.
/// </param>
public sealed record FieldMetrics(int Count, double RelativeL2, double RelativeH1, double MaximumError,
    double RootMeanSquaredError, double RSquared)
{
    /// <summary>Mean over samples of Σ|e|/Σ|t|; truths of zero count as in <see cref="RelativeL2"/>.</summary>
    public double RelativeL1 { get; init; } = double.NaN;

    /// <summary>
    /// Mean over samples, channels and frames of √(mean of e²), in the field's unit: RMSE as PDEBench has it.
    /// </summary>
    public double MeanRmse { get; init; } = double.NaN;

    /// <summary>
    /// nRMSE of PDEBench: mean over samples, channels and frames of √(mean of e²)/√(mean of t²). Channels whose truth
    /// is zero everywhere are left out.
    /// </summary>
    public double NormalizedRmse { get; init; } = double.NaN;

    /// <summary>
    /// VRMSE of The Well (Ohana et al. 2024, arXiv:2412.00568): mean over samples, channels and frames of √(mean of
    /// e²)/√(variance of t), so that a prediction of the mean has 1. Channels whose truth is constant are left out,
    /// where The Well adds 1e-7 to the variance.
    /// </summary>
    public double VarianceScaledRmse { get; init; } = double.NaN;

    /// <summary>
    /// bRMSE: mean over samples, channels and frames of √(mean of e² over the outermost points of the grid), in the
    /// field's unit. Every point counts once, also at corners, which PDEBench counts twice. NaN on point sets.
    /// </summary>
    public double BoundaryRmse { get; init; } = double.NaN;

    /// <summary>
    /// cRMSE of PDEBench: √(mean over samples of (mean of e)²), averaged over channels and frames, in the field's unit:
    /// how far the integral of the field is off.
    /// </summary>
    public double ConservedRmse { get; init; } = double.NaN;

    /// <summary>
    /// fRMSE in three bands of wave numbers, averaged over channels and frames. Rows of which points do not count are
    /// left out.
    /// </summary>
    public FourierErrors FourierRmse { get; init; } = FourierErrors.None;

    /// <summary>
    /// The metrics of every channel by itself, over all frames. Empty in the metrics of a channel or a frame.
    /// </summary>
    public IReadOnlyList<FieldMetrics> Channels { get; init; } = ValueList<FieldMetrics>.Empty;

    /// <summary>
    /// The metrics of every frame by itself, over all channels; empty where
    /// <see cref="EvaluationOptions.FrameChannels"/> does not say what a frame is.
    /// </summary>
    public IReadOnlyList<FieldMetrics> Steps { get; init; } = ValueList<FieldMetrics>.Empty;

    /// <summary>
    /// Aggregated nRMSE of a roll-out (APEBench, Koehler et al. 2024, arXiv:2411.00180): the geometric mean of
    /// <see cref="NormalizedRmse"/> over <see cref="Steps"/>. NaN where there are none; infinite where a step's error
    /// is.
    /// </summary>
    public double AggregatedRmse => Steps.Count == 0 ? double.NaN
        : Math.Exp(Steps.Average(s => Math.Log(s.NormalizedRmse)));

    /// <summary>Rows whose truth is zero everywhere, which relative errors leave out.</summary>
    public IReadOnlyList<int> ZeroTruthRows { get; init; } = ValueList<int>.Empty;

    /// <summary>Rows of which no point counts; they are not among <see cref="Count"/>.</summary>
    public IReadOnlyList<int> EmptyRows { get; init; } = ValueList<int>.Empty;

    /// <summary>
    /// Where truths and predictions hold NaN or an infinity: one entry for every such row and column.
    /// </summary>
    public IReadOnlyList<NonFiniteNumber> NonFinite { get; init; } = ValueList<NonFiniteNumber>.Empty;

    /// <summary>
    /// The rows of the largest relative L2 error, the worst first, as many as <see cref="EvaluationOptions.WorstRows"/>
    /// says.
    /// </summary>
    public IReadOnlyList<RowErrors> WorstRows { get; init; } = ValueList<RowErrors>.Empty;

    /// <summary>The errors of every row; null without <see cref="EvaluationOptions.KeepRows"/>.</summary>
    public IReadOnlyList<RowErrors>? Rows { get; init; }

    /// <summary>Confidence intervals; null without <see cref="EvaluationOptions.BootstrapDraws"/>.</summary>
    public MetricIntervals? Intervals { get; init; }

    /// <summary>A line of the most usual metrics, and a table of what else is known.</summary>
    public override string ToString() => MetricsText.Of(this);
}
