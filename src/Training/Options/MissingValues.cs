namespace Microsoft.ML.NeuralOperators;

/// <summary>What NaN in fields means to a training.</summary>
public enum MissingValues
{
    /// <summary>A fault: training is refused, and the text names column and row.</summary>
    Refuse,

    /// <summary>
    /// A missing value. It does not count in statistics, losses and validation; in inputs on grids the channel's mean
    /// takes its place, in training and in the trained model alike, also where the model is exported. Points may be
    /// missing in some rows and not in others. In roll-outs, what is missing in the newest frame stays missing.
    /// </summary>
    Mask,
}
