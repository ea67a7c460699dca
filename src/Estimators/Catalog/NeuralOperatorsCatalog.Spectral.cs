namespace Microsoft.ML.NeuralOperators;

// Operators of Fourier modes beside the Fourier neural operator itself.
public sealed partial class NeuralOperatorsCatalog
{
    /// <summary>
    /// F-FNO, the factorised Fourier neural operator (Tran, Mathews, Xie, Ong 2023, arXiv:2111.13802): spectral
    /// convolutions along single axes and an MLP in residual layers, for deep stacks, many modes and three axes.
    /// </summary>
    /// <inheritdoc cref="Grid"/>
    public NeuralOperatorTrainer FFno(string labelColumnName = "Label", string featureColumnName = "Features",
        FFnoOptions? options = null, TrainingOptions? training = null, string scoreColumnName = "Score")
        => Grid(labelColumnName, featureColumnName, scoreColumnName, options ?? new(), training,
            new() { LearningRate = 1e-3 });

    /// <summary>
    /// LocalNO (Liu-Schiaffini et al. 2024, arXiv:2402.16845): a Fourier neural operator with local integrals and
    /// derivatives in every layer, for fronts, jumps and boundaries.
    /// </summary>
    /// <inheritdoc cref="Grid"/>
    public NeuralOperatorTrainer LocalNo(string labelColumnName = "Label", string featureColumnName = "Features",
        LocalNoOptions? options = null, TrainingOptions? training = null, string scoreColumnName = "Score")
        => Grid(labelColumnName, featureColumnName, scoreColumnName, options ?? new(), training,
            new() { LearningRate = 2e-3 });
}
