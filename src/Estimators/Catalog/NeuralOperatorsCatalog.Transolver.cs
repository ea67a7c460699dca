using Microsoft.ML.NeuralOperators.Columns;
using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

// Transolver and its relatives, on grids and on point sets.
public sealed partial class NeuralOperatorsCatalog
{
    /// <summary>
    /// Transolver (Wu et al. 2024, arXiv:2402.02366) on grids: attention between a few learned slices of the domain
    /// instead of between points.
    /// </summary>
    /// <inheritdoc cref="Grid"/>
    public NeuralOperatorTrainer Transolver(string labelColumnName = "Label", string featureColumnName = "Features",
        TransolverOptions? options = null, TrainingOptions? training = null, string scoreColumnName = "Score")
        => Grid(labelColumnName, featureColumnName, scoreColumnName, options ?? new(), training, TransolverTraining);

    /// <summary>Transolver (Wu et al. 2024, arXiv:2402.02366) on point sets, in any number and order.</summary>
    /// <inheritdoc cref="PointSet"/>
    public NeuralOperatorTrainer Transolver(string labelColumnName, string featureColumnName, string pointColumnName,
        string parameterColumnName = "", TransolverOptions? options = null, TrainingOptions? training = null,
        string scoreColumnName = "Score", ColumnChannels? channels = null)
        => PointSet(labelColumnName, featureColumnName, pointColumnName, parameterColumnName, scoreColumnName,
            options ?? new(), training, TransolverTraining, channels);

    /// <summary>
    /// Transolver++ (Luo et al. 2025, arXiv:2502.02414) on grids: Transolver with sharper slices, drawn in training,
    /// and less memory.
    /// </summary>
    /// <inheritdoc cref="Grid"/>
    public NeuralOperatorTrainer TransolverPlusPlus(string labelColumnName = "Label",
        string featureColumnName = "Features", TransolverPlusPlusOptions? options = null,
        TrainingOptions? training = null, string scoreColumnName = "Score")
        => Grid(labelColumnName, featureColumnName, scoreColumnName, options ?? new(), training, ClippedAtOne);

    /// <summary>Transolver++ (Luo et al. 2025, arXiv:2502.02414) on point sets, in any number and order.</summary>
    /// <inheritdoc cref="PointSet"/>
    public NeuralOperatorTrainer TransolverPlusPlus(string labelColumnName, string featureColumnName,
        string pointColumnName, string parameterColumnName = "", TransolverPlusPlusOptions? options = null,
        TrainingOptions? training = null, string scoreColumnName = "Score", ColumnChannels? channels = null)
        => PointSet(labelColumnName, featureColumnName, pointColumnName, parameterColumnName, scoreColumnName,
            options ?? new(), training, ClippedAtOne, channels);

    /// <summary>
    /// LinearNO (Hu et al. 2026, arXiv:2511.06294) on grids: Transolver's slices without attention between them, which
    /// makes a linear attention.
    /// </summary>
    /// <inheritdoc cref="Grid"/>
    public NeuralOperatorTrainer LinearNO(string labelColumnName = "Label", string featureColumnName = "Features",
        LinearNOOptions? options = null, TrainingOptions? training = null, string scoreColumnName = "Score")
        => Grid(labelColumnName, featureColumnName, scoreColumnName, options ?? new(), training, ClippedAtOne);

    /// <summary>LinearNO (Hu et al. 2026, arXiv:2511.06294) on point sets, in any number and order.</summary>
    /// <inheritdoc cref="PointSet"/>
    public NeuralOperatorTrainer LinearNO(string labelColumnName, string featureColumnName, string pointColumnName,
        string parameterColumnName = "", LinearNOOptions? options = null, TrainingOptions? training = null,
        string scoreColumnName = "Score", ColumnChannels? channels = null)
        => PointSet(labelColumnName, featureColumnName, pointColumnName, parameterColumnName, scoreColumnName,
            options ?? new(), training, ClippedAtOne, channels);

    /// <summary>
    /// ONO, the orthogonal neural operator (Xiao et al. 2024, arXiv:2310.12487) on grids: the prediction is updated by
    /// projections on a learned orthonormal basis.
    /// </summary>
    /// <inheritdoc cref="Grid"/>
    public NeuralOperatorTrainer Ono(string labelColumnName = "Label", string featureColumnName = "Features",
        OnoOptions? options = null, TrainingOptions? training = null, string scoreColumnName = "Score")
        => Grid(labelColumnName, featureColumnName, scoreColumnName, options ?? new(), training, OnoTraining);

    /// <summary>
    /// ONO, the orthogonal neural operator (Xiao et al. 2024, arXiv:2310.12487) on point sets, in any number and order.
    /// </summary>
    /// <inheritdoc cref="PointSet"/>
    public NeuralOperatorTrainer Ono(string labelColumnName, string featureColumnName, string pointColumnName,
        string parameterColumnName = "", OnoOptions? options = null, TrainingOptions? training = null,
        string scoreColumnName = "Score", ColumnChannels? channels = null)
        => PointSet(labelColumnName, featureColumnName, pointColumnName, parameterColumnName, scoreColumnName,
            options ?? new(), training, OnoTraining, channels);

    // Of Transolver++ and LinearNO.
    private static TrainingOptions ClippedAtOne { get; } = TransolverTraining with { GradientClipNorm = 1 };

    private static TrainingOptions OnoTraining { get; } = TransolverTraining with { LearningRate = 8e-3 };

    // AdamW in one cycle, gradients clipped at 0.1, small batches.
    private static TrainingOptions TransolverTraining => new()
    {
        Optimizer = OptimizerKind.AdamW,
        Schedule = LearningRateSchedule.OneCycle,
        LearningRate = 8e-3,
        WeightDecay = 1e-5,
        GradientClipNorm = 0.1,
        BatchSize = 4,
    };

    /// <param name="labelColumnName">The function to learn, at the points: [channels, points].</param>
    /// <param name="featureColumnName">
    /// The function to learn from, at the same points; empty where the points alone are learned from.
    /// </param>
    /// <param name="pointColumnName">
    /// The points, [coordinates, points]. Rows may have different points and numbers of points.
    /// </param>
    /// <param name="parameterColumnName">Global parameters, a vector of known size; empty for none.</param>
    /// <param name="scoreColumnName">The predicted function.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <param name="training">How it is trained; what is not set is the architecture's own.</param>
    /// <param name="defaults">What the architecture trains with.</param>
    /// <param name="channels">
    /// How many channels each column has, for columns whose type gives no dimensions. Null: one channel, two
    /// coordinates.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    private NeuralOperatorTrainer PointSet(string labelColumnName, string featureColumnName, string pointColumnName,
        string parameterColumnName, string scoreColumnName, MeshOperatorOptions options, TrainingOptions? training,
        TrainingOptions defaults, ColumnChannels? channels)
        => Points(labelColumnName, pointColumnName, string.IsNullOrEmpty(featureColumnName) ? []
            : [new("feature", featureColumnName, (channels ?? new()).Feature, PointFields.OutputAxis)],
            string.IsNullOrEmpty(parameterColumnName) ? null : new("parameter", parameterColumnName, 1, null),
            scoreColumnName, options, training, defaults with { Loss = Loss.RelativeL2 }, channels);
}
