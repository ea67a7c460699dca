namespace Microsoft.ML.NeuralOperators.Training;

/// <summary>
/// Exponential moving average of the weights, which predicts better than the last ones while the rate is large. Early
/// averages run faster, so that the first weights are soon forgotten.
/// </summary>
internal sealed class MovingAverage : IDisposable
{
    private readonly double _decay;

    public MovingAverage(torch.Tensor parameters, double decay)
    {
        _decay = decay;
        Vector = parameters.detach().clone().DetachFromDisposeScope();
    }

    public torch.Tensor Vector { get; }

    public void Update(torch.Tensor parameters, int steps)
    {
        double decay = Math.Min(_decay, (1.0 + steps) / (10 + steps));
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        Vector.Scale(decay).Add(parameters, 1 - decay);
    }

    public void Dispose() => Vector.Dispose();
}
