using Microsoft.ML.NeuralOperators;
using Microsoft.ML.NeuralOperators.Options;

namespace Microsoft.ML;

/// <summary>Where neural operators hang off <see cref="MLContext"/>.</summary>
public static class NeuralOperatorsContextExtensions
{
    /// <summary>Trainers, data loaders, evaluation and model files of neural operators.</summary>
    /// <param name="mlContext">The context whose seed, log, GPU settings and temporary folder are used.</param>
    public static NeuralOperatorsCatalog NeuralOperators(this MLContext mlContext)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        return new NeuralOperatorsCatalog(mlContext, new ExecutionOptions());
    }

    /// <summary>
    /// As <see cref="NeuralOperators(MLContext)"/>, with options for the predictions of all models that it trains or
    /// loads.
    /// </summary>
    /// <param name="mlContext">
    /// The context. Its GPU is used if the options name no device, and its <c>FallbackToCpu</c> allows the CPU as well
    /// as theirs.
    /// </param>
    /// <param name="execution">Execution provider, device and threads of predictions.</param>
    public static NeuralOperatorsCatalog NeuralOperators(this MLContext mlContext, ExecutionOptions execution)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        return new NeuralOperatorsCatalog(mlContext, Rules.Require(execution, nameof(execution)));
    }
}
