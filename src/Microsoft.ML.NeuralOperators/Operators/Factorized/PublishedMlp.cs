using Microsoft.ML.NeuralOperators.Layers;
using Microsoft.ML.NeuralOperators.Tensors;

namespace Microsoft.ML.NeuralOperators.Operators.Factorized;

/// <summary>
/// The pointwise MLP of the Neural-Solver-Library: a map, layers x + GELU(W x + b), and a last map; GELU after the first:
/// [.., in] → [.., out].
/// </summary>
internal sealed class PublishedMlp : Layer
{
    private readonly PointwiseLinear _first;
    private readonly PointwiseLinear[] _residual;
    private readonly PointwiseLinear _last;

    public PublishedMlp(int inputs, int hidden, int outputs, int residualLayers = 0)
    {
        _first = Compose("linear_pre.0", new PointwiseLinear(inputs, hidden));
        _residual = [.. Enumerable.Range(0, residualLayers).Select(i => Compose($"linears.{i}.0", new PointwiseLinear(hidden, hidden)))];
        _last = Compose("linear_post", new PointwiseLinear(hidden, outputs));
    }

    public Value Apply(Value x)
    {
        x = _first.Apply(x).Map(UnaryFunction.Gelu);
        foreach (PointwiseLinear layer in _residual) x += layer.Apply(x).Map(UnaryFunction.Gelu);
        return _last.Apply(x);
    }
}
