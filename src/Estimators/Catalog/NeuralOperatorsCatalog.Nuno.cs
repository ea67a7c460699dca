namespace Microsoft.ML.NeuralOperators;

// Operators on grids, for points without a grid.
public sealed partial class NeuralOperatorsCatalog
{
    /// <summary>
    /// NUNO, the non-uniform neural operator (Liu et al. 2023, arXiv:2305.18694): any operator on grids between
    /// functions at points, through small grids in the boxes of a k-d tree.
    /// </summary>
    /// <param name="labelColumnName">The function to learn, at the points: [channels, points].</param>
    /// <param name="featureColumnName">
    /// The input function, at the same points; empty where the points are the only input.
    /// </param>
    /// <param name="pointColumnName">
    /// The points, [coordinates, points]. Rows may have different points and numbers of points; the boxes are those of
    /// all training rows together.
    /// </param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <param name="training">
    /// How it is trained. Options that are not set default to Adam with one cycle of learning rates up to 5e-3, the
    /// authors' weight decay of 1e-4, and the relative L2 norm as loss.
    /// </param>
    /// <param name="scoreColumnName">The predicted function.</param>
    /// <param name="channels">
    /// How many channels each column has, for columns whose types give no dimensions. Null for one channel and two
    /// coordinates.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public NeuralOperatorTrainer Nuno(string labelColumnName = "Label", string featureColumnName = "Features",
        string pointColumnName = "Points", NunoOptions? options = null, TrainingOptions? training = null,
        string scoreColumnName = "Score", ColumnChannels? channels = null)
        => Points(labelColumnName, pointColumnName, string.IsNullOrEmpty(featureColumnName) ? []
            : [new("feature", featureColumnName, (channels ?? new()).Feature, PointFields.OutputAxis)], null,
            scoreColumnName, options ?? new(), training, Clipped(8e-3) with
            {
                Optimizer = OptimizerKind.Adam,
                WeightDecay = 1e-4,
                Loss = Loss.RelativeL2,
            }, channels);
}
