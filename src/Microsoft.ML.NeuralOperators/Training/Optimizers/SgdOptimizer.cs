using TorchSharp;

namespace Microsoft.ML.NeuralOperators.Training.Optimizers;

/// <summary>Stochastic gradient descent with Nesterov momentum, the weight decay added to the gradient.</summary>
internal sealed class SgdOptimizer(torch.Tensor parameters, double weightDecay, double momentum) : Optimizer
{
    private readonly torch.Tensor _velocity = Zeros(parameters);

    public override IReadOnlyDictionary<string, torch.Tensor> State
        => new Dictionary<string, torch.Tensor> { ["velocity"] = _velocity };

    protected override void Update(torch.Tensor parameters, Evaluation first, Func<Evaluation> evaluate, double learningRate)
    {
        torch.Tensor gradient = first.Gradient;
        gradient = weightDecay > 0 ? gradient.add(parameters, weightDecay) : gradient;
        _velocity.mul_(momentum).add_(gradient);
        parameters.add_(gradient.add(_velocity, momentum), -learningRate);
    }
}
