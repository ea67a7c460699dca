namespace Microsoft.ML.NeuralOperators;

/// <summary>Adds sweeps to <c>mlContext.NeuralOperators()</c>.</summary>
public static class NeuralOperatorsCatalogExtensions
{
    /// <summary>
    /// A sweep over options of trainers, in the manner of ML.NET's <c>mlContext.Auto().CreateExperiment()</c>.
    /// </summary>
    /// <param name="operators">The catalog.</param>
    public static NeuralOperatorExperiment CreateExperiment(this NeuralOperatorsCatalog operators)
    {
        ArgumentNullException.ThrowIfNull(operators);
        return new NeuralOperatorExperiment(operators.Context);
    }
}
