using TorchSharp;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Optimizers;

internal static class OptimizerExtensions
{
    /// <summary>A step with a gradient that is known already.</summary>
    public static void Step(this Optimizer optimizer, torch.Tensor parameters, torch.Tensor gradient,
        double learningRate)
        => optimizer.Step(parameters, () => new Evaluation(0, gradient.clone()), learningRate);
}
