namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// An update rule over all parameters laid end to end in one vector: one kernel a step however many parameters there
/// are, and a state of a few vectors.
/// </summary>
internal abstract class Optimizer : IDisposable
{
    /// <summary>Vectors by name, which with the number of steps are everything a resumed run needs.</summary>
    public abstract IReadOnlyDictionary<string, torch.Tensor> State { get; }

    /// <summary>Steps done.</summary>
    public int Steps { get; set; }

    /// <summary>The rule of an option.</summary>
    public static Optimizer Create(OptimizerKind kind, torch.Tensor parameters, double weightDecay) => kind switch
    {
        OptimizerKind.Sgd => new SgdOptimizer(parameters, weightDecay, 0.9),
        OptimizerKind.Lbfgs => new LbfgsOptimizer(parameters, weightDecay),
        _ => new AdamOptimizer(parameters, weightDecay, kind == OptimizerKind.AdamW),
    };

    /// <summary>Changes the parameters in place.</summary>
    /// <param name="parameters">The vector.</param>
    /// <param name="evaluate">
    /// Loss and gradient at the parameters as they are; the rule may change them and ask again.
    /// </param>
    /// <param name="learningRate">The rate.</param>
    /// <returns>The loss before the step.</returns>
    public double Step(torch.Tensor parameters, Func<Evaluation> evaluate, double learningRate)
    {
        using Evaluation first = evaluate();
        // A step from a loss that is not finite would only spread it.
        if (!double.IsFinite(first.Loss)) return first.Loss;
        Steps++;
        Update(parameters, first, evaluate, learningRate);
        return first.Loss;
    }

    public void Dispose()
    {
        foreach (torch.Tensor tensor in State.Values) tensor.Dispose();
    }

    protected abstract void Update(torch.Tensor parameters, Evaluation first, Func<Evaluation> evaluate,
        double learningRate);

    protected static torch.Tensor Zeros(torch.Tensor parameters)
        => torch.zeros_like(parameters).detach().DetachFromDisposeScope();
}

/// <summary>Mean loss of a batch and its gradient.</summary>
internal sealed record Evaluation(double Loss, torch.Tensor Gradient) : IDisposable
{
    public void Dispose() => Gradient.Dispose();
}
