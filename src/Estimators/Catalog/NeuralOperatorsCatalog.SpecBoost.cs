namespace Microsoft.ML.NeuralOperators;

// Operators that are trained one after the other.
public sealed partial class NeuralOperatorsCatalog
{
    /// <summary>
    /// SpecBoost (Qin et al. 2024, arXiv:2404.07200): an operator, and a second one that learns what the first leaves;
    /// one training of both, one graph. By default the first one learns by the relative H1 norm and the second one by
    /// the relative L2 norm, which counts the low frequencies that the first one leaves.
    /// </summary>
    /// <inheritdoc cref="Grid"/>
    public NeuralOperatorTrainer SpecBoost(string labelColumnName = "Label", string featureColumnName = "Features",
        SpecBoostOptions? options = null, TrainingOptions? training = null, string scoreColumnName = "Score")
        => Grid(labelColumnName, featureColumnName, scoreColumnName, options ?? new(), training,
            new() { Schedule = LearningRateSchedule.OneCycle, LearningRate = 5e-3, LaterLoss = Loss.RelativeL2 });
}
