namespace Microsoft.ML.NeuralOperators.Sweeps;

/// <summary>What results are expected at places that were not tried.</summary>
internal interface ISurrogate
{
    /// <summary>Mean and standard deviation of the result at a place.</summary>
    (double Mean, double Deviation) Predict(IReadOnlyList<double> place);
}
