namespace Microsoft.ML.NeuralOperators;

public sealed partial class NeuralOperatorsCatalog
{
    /// <summary>
    /// LaMO, the latent Mamba operator (Tiwari et al. 2025, arXiv:2505.19105), on grids: a state space along a few
    /// learned slices of the domain.
    /// </summary>
    /// <inheritdoc cref="Grid"/>
    public NeuralOperatorTrainer Lamo(string labelColumnName = "Label", string featureColumnName = "Features",
        LamoOptions? options = null, TrainingOptions? training = null, string scoreColumnName = "Score")
        => Grid(labelColumnName, featureColumnName, scoreColumnName, options ?? new(), training, LamoTraining);

    /// <summary>
    /// LaMO, the latent Mamba operator (Tiwari et al. 2025, arXiv:2505.19105), on point sets, in any number and order.
    /// </summary>
    /// <inheritdoc cref="PointSet"/>
    public NeuralOperatorTrainer Lamo(string labelColumnName, string featureColumnName, string pointColumnName,
        string parameterColumnName = "", LamoOptions? options = null, TrainingOptions? training = null,
        string scoreColumnName = "Score", ColumnChannels? channels = null)
        => PointSet(labelColumnName, featureColumnName, pointColumnName, parameterColumnName, scoreColumnName,
            options ?? new(), training, LamoTraining, channels);

    /// <summary>
    /// LaMO on regular grids of two axes (Tiwari et al. 2025, arXiv:2505.19105): a state space along the rows and
    /// columns of patches.
    /// </summary>
    /// <inheritdoc cref="Grid"/>
    public NeuralOperatorTrainer PatchLamo(string labelColumnName = "Label", string featureColumnName = "Features",
        PatchLamoOptions? options = null, TrainingOptions? training = null, string scoreColumnName = "Score")
        => Grid(labelColumnName, featureColumnName, scoreColumnName, options ?? new(), training,
            LamoTraining with { Loss = Loss.RelativeL2 });

    private static TrainingOptions LamoTraining => TransolverTraining with { LearningRate = 4e-3 };
}
