namespace Microsoft.ML.NeuralOperators;

/// <summary>Errors of predicted fields against true ones.</summary>
/// <param name="Count">Samples.</param>
/// <param name="RelativeL2">
/// Mean over samples of ‖p - t‖₂/‖t‖₂, over all points and channels of a sample. Where a truth is zero everywhere, the
/// sample counts 0 if it is met exactly, otherwise 1.
/// </param>
/// <param name="RelativeH1">
/// Mean over samples of the relative H1 norm: values and second-order difference quotients, with the spacing 1/n along
/// an axis of n points. Fields are not taken as periodic: quotients are one-sided at the ends. Axes of fewer than 3
/// points have none. Truths of zero count as in <paramref name="RelativeL2"/>. NaN on point sets, where nothing can be
/// differenced.
/// </param>
/// <param name="MaximumError">The largest |p - t| of all samples, in the field's unit.</param>
/// <param name="RootMeanSquaredError">√ of the mean of (p - t)² over everything, in the field's unit.</param>
/// <param name="RSquared">
/// 1 - Σ(p - t)²/Σ(t - mean t)² over everything; 1 is perfect. Where all truths are one number, 1 if they are met
/// exactly, otherwise 0, as in scikit-learn.
/// </param>
public sealed record FieldMetrics(int Count, double RelativeL2, double RelativeH1, double MaximumError,
    double RootMeanSquaredError, double RSquared)
{
    /// <inheritdoc/>
    public override string ToString()
        => $"relative L2 {RelativeL2:g4}, relative H1 {RelativeH1:g4}, max {MaximumError:g4}, RMSE "
        + $"{RootMeanSquaredError:g4}, R² {(Math.Abs(RSquared) < 1000 ? $"{RSquared:f5}" : $"{RSquared:g4}")} ({Count} "
        + "samples)";
}
