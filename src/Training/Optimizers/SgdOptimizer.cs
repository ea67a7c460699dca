namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>Stochastic gradient descent with Nesterov momentum, the weight decay added to the gradient.</summary>
internal sealed class SgdOptimizer(torch.Tensor parameters, double weightDecay, double momentum) : Optimizer
{
    private readonly torch.Tensor _velocity = Zeros(parameters);

    public override IReadOnlyDictionary<string, torch.Tensor> State
        => new Dictionary<string, torch.Tensor> { ["velocity"] = _velocity };

    // v ← momentum v + g, parameters ← parameters - rate (g + momentum v).
    protected override void Update(torch.Tensor parameters, Evaluation first, Func<Evaluation> evaluate,
        double learningRate)
        => FusedUpdates.Run("sgd", [parameters, first.Gradient, _velocity], learningRate, momentum, weightDecay);
}
