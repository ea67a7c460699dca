using Microsoft.ML.NeuralOperators.Augmentation;
using Microsoft.ML.NeuralOperators.Options;

namespace Microsoft.ML.NeuralOperators;

// More rows for training, by what is known of the equation.
public sealed partial class NeuralOperatorsCatalog
{
    /// <summary>
    /// A trainer that learns from its rows and from changed copies of them; the model that it gives changes nothing.
    /// Rows for validation, whether given or held back, are as they come, and no copy of one that is held back is
    /// trained on.
    /// </summary>
    /// <param name="trainer">A trainer for fields on grids.</param>
    /// <param name="augmentations">
    /// What is done, the next to the rows and copies of the one before. Each names every column that is trained on.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An augmentation has faults, or leaves out a column that is trained on; the text says which.
    /// </exception>
    public NeuralOperatorTrainer Augment(NeuralOperatorTrainer trainer, params FieldAugmentation[] augmentations)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        return trainer.Augmented(Checked(augmentations));
    }

    /// <summary>
    /// Any estimator, such as a chain of normalisers and trainer, fitted on rows and changed copies of them. What it
    /// gives is the estimator's transformer, so that the pipeline changes nothing when it predicts.
    /// </summary>
    /// <remarks>
    /// A trainer inside that holds rows back for validation (<see cref="TrainingOptions.ValidationFraction"/>) holds
    /// back copies of rows that it trains on; augment the trainer itself to keep them apart.
    /// </remarks>
    /// <param name="estimator">What is fitted.</param>
    /// <param name="augmentations">What is done, the next to the rows and copies of the one before.</param>
    /// <exception cref="ArgumentOutOfRangeException">An augmentation has faults; the text lists them.</exception>
    public AugmentedEstimator<TTransformer> Augment<TTransformer>(IEstimator<TTransformer> estimator,
        params FieldAugmentation[] augmentations)
        where TTransformer : ITransformer
    {
        ArgumentNullException.ThrowIfNull(estimator);
        return new AugmentedEstimator<TTransformer>(estimator, WithoutMeans(augmentations));
    }

    /// <summary>
    /// The rows themselves with their changed copies, as a data view: every row is followed by its copies, computed
    /// when they are read. Columns that no augmentation names are copied.
    /// </summary>
    /// <param name="data">The rows.</param>
    /// <param name="augmentations">What is done, the next to the rows and copies of the one before.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An augmentation has faults, or a column is missing or does not fit it.
    /// </exception>
    public IDataView Augment(IDataView data, params FieldAugmentation[] augmentations)
    {
        ArgumentNullException.ThrowIfNull(data);
        return AugmentedRows.Of(data, WithoutMeans(augmentations)).Data;
    }

    private static FieldAugmentation[] WithoutMeans(FieldAugmentation[] augmentations)
        => Checked(augmentations).Any(a => a is SymmetryAugmentation { AveragesPredictions: true })
            ? throw new ArgumentOutOfRangeException(nameof(augmentations),
                "AveragesPredictions changes the trained operator: augment the trainer itself.")
            : augmentations;

    private static FieldAugmentation[] Checked(FieldAugmentation[] augmentations)
    {
        ArgumentNullException.ThrowIfNull(augmentations);
        if (augmentations.Length == 0)
            throw new ArgumentOutOfRangeException(nameof(augmentations), "There are no augmentations.");
        foreach (FieldAugmentation augmentation in augmentations)
            Rules.Require(augmentation, nameof(augmentations));
        return [.. augmentations];
    }
}
