namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// A positive number of a loss, such as a coefficient of an equation, that is learned together with the operator's
/// weights: Initial·exp(Rate·θ), where θ is trained from 0. Every epoch's report has its value
/// (<see cref="EpochReport.Coefficients"/>); the model, which does not need it, leaves it out.
/// </summary>
/// <param name="Name">What it is called in reports.</param>
/// <param name="Initial">Its value before the first step, above 0.</param>
/// <param name="Rate">
/// Its learning rate over that of the weights. A step of Adam changes it by about Rate·LearningRate of itself.
/// </param>
public sealed record LearnedCoefficient(string Name, double Initial, double Rate = 1)
{
    /// <summary>The number that belongs to what is trained.</summary>
    internal torch.Tensor Of(torch.Tensor trained) => trained.Times(Rate).exp().Times(Initial);
}
