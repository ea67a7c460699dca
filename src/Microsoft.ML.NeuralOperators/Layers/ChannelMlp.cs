using Microsoft.ML.NeuralOperators.Tensors;

namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>Two pointwise maps with GELU between them, on values with the channels last: [.., in] → [.., out].</summary>
public sealed class ChannelMlp : Layer
{
    private readonly PointwiseLinear _first;
    private readonly PointwiseLinear _second;

    /// <summary>Declares the layer.</summary>
    /// <param name="inputs">Channels in.</param>
    /// <param name="hidden">Channels between.</param>
    /// <param name="outputs">Channels out.</param>
    public ChannelMlp(int inputs, int hidden, int outputs)
    {
        _first = Compose("fcs.0", new PointwiseLinear(inputs, hidden));
        _second = Compose("fcs.1", new PointwiseLinear(hidden, outputs));
    }

    /// <summary>Applies both maps.</summary>
    public Value Apply(Value x) => _second.Apply(_first.Apply(x).Map(UnaryFunction.Gelu));
}
