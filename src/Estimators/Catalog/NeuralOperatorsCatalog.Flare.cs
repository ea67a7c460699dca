namespace Microsoft.ML.NeuralOperators;

public sealed partial class NeuralOperatorsCatalog
{
    /// <summary>
    /// FLARE (Puri et al. 2025, arXiv:2508.12594): attention between all points of a grid through a few learned latent
    /// tokens, at a cost linear in the points.
    /// </summary>
    /// <inheritdoc cref="Grid"/>
    public NeuralOperatorTrainer Flare(string labelColumnName = "Label", string featureColumnName = "Features",
        FlareOptions? options = null, TrainingOptions? training = null, string scoreColumnName = "Score")
        => Grid(labelColumnName, featureColumnName, scoreColumnName, options ?? new(), training, FlareTraining);

    /// <summary>FLARE (Puri et al. 2025, arXiv:2508.12594) on point sets, in any number and order.</summary>
    /// <inheritdoc cref="PointSet"/>
    public NeuralOperatorTrainer Flare(string labelColumnName, string featureColumnName, string pointColumnName,
        string parameterColumnName = "", FlareOptions? options = null, TrainingOptions? training = null,
        string scoreColumnName = "Score", ColumnChannels? channels = null)
        => PointSet(labelColumnName, featureColumnName, pointColumnName, parameterColumnName, scoreColumnName,
            options ?? new(), training, FlareTraining, channels);

    // AdamW in one cycle with a tenth of warming up, gradients clipped at 1.
    private static TrainingOptions FlareTraining { get; } = new()
    {
        Optimizer = OptimizerKind.AdamW,
        Schedule = new OneCycleSchedule(WarmUp: 0.1),
        LearningRate = 8e-3,
        WeightDecay = 1e-5,
        GradientClipNorm = 1,
        Loss = Loss.RelativeL2,
    };
}
