namespace Microsoft.ML.NeuralOperators;

/// <summary>An error that a row has by itself, see <see cref="RowErrors"/>.</summary>
public enum RowMetric
{
    /// <summary>‖p - t‖₂/‖t‖₂.</summary>
    RelativeL2,

    /// <summary>Σ|p - t|/Σ|t|.</summary>
    RelativeL1,

    /// <summary>‖p - t‖₂/‖t‖₂ of values and difference quotients.</summary>
    RelativeH1,

    /// <summary>The largest |p - t|.</summary>
    MaximumError,

    /// <summary>√ of the mean of (p - t)².</summary>
    RootMeanSquaredError,
}
