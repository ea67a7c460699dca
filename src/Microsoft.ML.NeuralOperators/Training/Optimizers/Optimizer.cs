using TorchSharp;

namespace Microsoft.ML.NeuralOperators.Training.Optimizers;

/// <summary>
/// An update rule over all parameters laid end to end in one vector: a handful of kernels a step however many parameters
/// there are, and a state that can be saved. Torch's own optimizers keep their state where no public member reaches it.
/// </summary>
internal abstract class Optimizer : IDisposable
{
    /// <summary>Vectors as long as the parameters, by name, and the number of steps: everything a resumed run needs.</summary>
    public abstract IReadOnlyDictionary<string, torch.Tensor> State { get; }

    /// <summary>Steps done.</summary>
    public int Steps { get; set; }

    /// <summary>Changes the parameters in place.</summary>
    public void Step(torch.Tensor parameters, torch.Tensor gradient, double learningRate)
    {
        Steps++;
        Update(parameters, gradient, learningRate);
    }

    public void Dispose()
    {
        foreach (torch.Tensor tensor in State.Values) tensor.Dispose();
    }

    protected abstract void Update(torch.Tensor parameters, torch.Tensor gradient, double learningRate);

    protected static torch.Tensor Zeros(torch.Tensor parameters)
    {
        torch.Tensor zeros = torch.zeros_like(parameters).detach();
        zeros.DetachFromDisposeScope();
        return zeros;
    }
}
