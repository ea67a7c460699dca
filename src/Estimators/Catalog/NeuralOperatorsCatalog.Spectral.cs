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
    public NeuralOperatorTrainer LocalNO(string labelColumnName = "Label", string featureColumnName = "Features",
        LocalNOOptions? options = null, TrainingOptions? training = null, string scoreColumnName = "Score")
        => Grid(labelColumnName, featureColumnName, scoreColumnName, options ?? new(), training,
            new() { LearningRate = 2e-3 });

    /// <summary>
    /// U-FNO (Wen, Li, Azizzadenesheli, Anandkumar, Benson 2022, arXiv:2109.03697): Fourier layers, the last ones with
    /// a U-Net beside the modes, for smooth fields with sharp fronts.
    /// </summary>
    /// <inheritdoc cref="Grid"/>
    public NeuralOperatorTrainer UFno(string labelColumnName = "Label", string featureColumnName = "Features",
        UFnoOptions? options = null, TrainingOptions? training = null, string scoreColumnName = "Score")
        => Grid(labelColumnName, featureColumnName, scoreColumnName, options ?? new(), training,
            new() { Optimizer = OptimizerKind.Adam, LearningRate = 1e-3 });

    /// <summary>
    /// U-NO (Rahman, Ross, Azizzadenesheli 2022, arXiv:2204.11127): Fourier layers on every scale of a U-shaped
    /// network, with fewer modes and more channels on coarser grids.
    /// </summary>
    /// <inheritdoc cref="Grid"/>
    public NeuralOperatorTrainer UNo(string labelColumnName = "Label", string featureColumnName = "Features",
        UNoOptions? options = null, TrainingOptions? training = null, string scoreColumnName = "Score")
        => Grid(labelColumnName, featureColumnName, scoreColumnName, options ?? new(), training,
            new() { Optimizer = OptimizerKind.Adam, LearningRate = 1e-3 });
}
