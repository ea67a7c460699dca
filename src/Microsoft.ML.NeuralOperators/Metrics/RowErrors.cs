namespace Microsoft.ML.NeuralOperators;

/// <summary>The errors of one row.</summary>
/// <param name="Row">The row, from 0.</param>
/// <param name="RelativeL1">Σ|p - t|/Σ|t|; NaN where the truth is zero everywhere.</param>
/// <param name="RelativeL2">‖p - t‖₂/‖t‖₂; NaN where the truth is zero everywhere.</param>
/// <param name="RelativeH1">
/// The same with difference quotients, see <see cref="FieldMetrics.RelativeH1"/>; NaN on point sets, too.
/// </param>
/// <param name="MaximumError">The largest |p - t|.</param>
/// <param name="RootMeanSquaredError">√ of the mean of (p - t)².</param>
public readonly record struct RowErrors(int Row, double RelativeL1, double RelativeL2, double RelativeH1,
    double MaximumError, double RootMeanSquaredError);
