namespace Microsoft.ML.NeuralOperators;

// Operators that are trained one after the other.
public sealed partial class NeuralOperatorsCatalog
{
    /// <summary>
    /// SpecBoost (Qin et al. 2024, arXiv:2404.07200): an operator, and a second one that learns what the first leaves;
    /// one training of both, one graph. For fields whose higher frequencies the first one misses.
    /// </summary>
    /// <inheritdoc cref="Grid"/>
    public NeuralOperatorTrainer SpecBoost(string labelColumnName = "Label", string featureColumnName = "Features",
        SpecBoostOptions? options = null, TrainingOptions? training = null, string scoreColumnName = "Score")
        => Grid(labelColumnName, featureColumnName, scoreColumnName, options ?? new(), training,
            new() { Schedule = LearningRateSchedule.OneCycle, LearningRate = 5e-3 });
}
