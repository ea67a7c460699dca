using Microsoft.ML.NeuralOperators.Operators;

namespace Microsoft.ML.NeuralOperators;

// Operators that are linear in their data.
public sealed partial class NeuralOperatorsCatalog
{
    /// <summary>
    /// STNN, the stacked tensorial neural network (Wagner 2023, arXiv:2312.14979): a mixture of linear maps, tensor
    /// trains, of a function at fixed sensors to a field at fixed points. The mixture depends on global parameters. For
    /// linear equations with parameters.
    /// </summary>
    /// <param name="labelColumnName">The field to learn, [channels, points], at the same points in all rows.</param>
    /// <param name="featureColumnName">
    /// The function to learn from, [channels, sensors], at the same sensors in all rows: boundary values, for instance.
    /// </param>
    /// <param name="pointColumnName">The points. They are not read, as they are the same in all rows.</param>
    /// <param name="parameterColumnName">Global parameters, a vector of known size; empty for none.</param>
    /// <param name="options">The architecture; its defaults when null.</param>
    /// <param name="training">
    /// How it is trained; what is not set is Adam in one cycle to 5e-3 without weight decay, the relative L2 norm as
    /// loss, and a label that is not normalised, so that the map is linear.
    /// </param>
    /// <param name="scoreColumnName">The predicted field.</param>
    /// <param name="channels">
    /// How many channels each column has, for columns whose type gives no dimensions. Null: one channel.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The options have faults; the text lists all of them.</exception>
    public NeuralOperatorTrainer Stnn(string labelColumnName = "Label", string featureColumnName = "Features",
        string pointColumnName = "Points", string parameterColumnName = "", StnnOptions? options = null,
        TrainingOptions? training = null, string scoreColumnName = "Score", ColumnChannels? channels = null)
        => Points(labelColumnName, pointColumnName,
            [new("feature", featureColumnName, (channels ?? new()).Feature, "sensors")],
            string.IsNullOrEmpty(parameterColumnName) ? null : new("parameter", parameterColumnName, 1, null),
            scoreColumnName, options ?? new(), training, new()
            {
                Optimizer = OptimizerKind.Adam,
                Schedule = LearningRateSchedule.OneCycle,
                LearningRate = 5e-3,
                WeightDecay = 0,
                NormalizeOutput = false,
                Loss = Loss.RelativeL2,
            }, channels);
}
