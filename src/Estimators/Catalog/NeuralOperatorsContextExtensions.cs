using Microsoft.ML.NeuralOperators;

namespace Microsoft.ML;

/// <summary>Where neural operators hang off <see cref="MLContext"/>.</summary>
public static class NeuralOperatorsContextExtensions
{
    /// <summary>Trainers, data loaders, evaluation and model files of neural operators.</summary>
    /// <param name="mlContext">The context whose seed, log, GPU settings and temporary folder are used.</param>
    public static NeuralOperatorsCatalog NeuralOperators(this MLContext mlContext)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        return new NeuralOperatorsCatalog(mlContext);
    }
}
