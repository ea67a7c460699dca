using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

// Operators from coarse grids to fine ones.
public sealed partial class NeuralOperatorsCatalog
{
    /// <summary>
    /// SRNO, the super-resolution neural operator (Wei, Zhang 2023, arXiv:2303.02584): from a field on a coarse grid to
    /// its values at any points, such as those of a grid 3.3 times as fine.
    /// </summary>
    /// <param name="labelColumnName">The field to learn at the query points, [channels, points].</param>
    /// <param name="featureColumnName">The field on the coarse grid, [channels, grid…].</param>
    /// <param name="pointColumnName">
    /// The query points in the unit cube, [axes, points]; the coordinate along the first grid axis comes first.
    /// </param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <param name="training">
    /// How it is trained. Options that are not set default to Adam with a rate of 1e-3 (published: 4e-4 after a
    /// warm-up), no weight decay, and the relative L2 norm as loss.
    /// </param>
    /// <param name="scoreColumnName">The predicted field.</param>
    /// <param name="channels">
    /// How many channels the label and the points have, for columns whose types give no dimensions. Null for one
    /// channel and two coordinates.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public NeuralOperatorTrainer Srno(string labelColumnName = "Label", string featureColumnName = "Features",
        string pointColumnName = "Points", SrnoOptions? options = null, TrainingOptions? training = null,
        string scoreColumnName = "Score", ColumnChannels? channels = null)
        => Points(labelColumnName, pointColumnName,
            [new("feature", featureColumnName, (channels ?? new()).Feature, PointFields.OutputAxis)], null,
            scoreColumnName, options ?? new(), training,
            new() { Optimizer = OptimizerKind.Adam, LearningRate = 1e-3, WeightDecay = 0, Loss = Loss.RelativeL2 },
            channels);

    /// <summary>
    /// MGBP, multigrid back-projection (Navarrete Michelini et al. 2019, arXiv:1909.11299): restores a field that was
    /// interpolated to a finer grid, by cycles over several scales.
    /// </summary>
    /// <inheritdoc cref="Grid"/>
    public NeuralOperatorTrainer Mgbp(string labelColumnName = "Label", string featureColumnName = "Features",
        MgbpOptions? options = null, TrainingOptions? training = null, string scoreColumnName = "Score")
        => Grid(labelColumnName, featureColumnName, scoreColumnName, options ?? new(), training,
            new() { Optimizer = OptimizerKind.Adam, LearningRate = 1e-3, WeightDecay = 0 });
}
