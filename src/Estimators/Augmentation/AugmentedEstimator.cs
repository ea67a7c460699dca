using Microsoft.ML.NeuralOperators.Augmentation;

namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// An estimator that is fitted on augmented rows. What it gives is the inner estimator's transformer, which leaves rows
/// as they are: a transformer that added rows would add them to predictions, too.
/// </summary>
/// <typeparam name="TTransformer">What the inner estimator gives.</typeparam>
public sealed class AugmentedEstimator<TTransformer> : IEstimator<TTransformer>
    where TTransformer : ITransformer
{
    private readonly IEstimator<TTransformer> _estimator;

    internal AugmentedEstimator(IEstimator<TTransformer> estimator, IReadOnlyList<FieldAugmentation> augmentations)
        => (_estimator, Augmentations) = (estimator, augmentations);

    /// <summary>What is done to the rows, in this order.</summary>
    public IReadOnlyList<FieldAugmentation> Augmentations { get; }

    /// <summary>Fits the inner estimator on the augmented rows.</summary>
    /// <param name="input">The rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A column is missing, or does not fit an augmentation.
    /// </exception>
    public TTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return _estimator.Fit(AugmentedRows.Of(input, Augmentations).Data);
    }

    /// <summary>The inner estimator's columns.</summary>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => _estimator.GetOutputSchema(inputSchema);
}
