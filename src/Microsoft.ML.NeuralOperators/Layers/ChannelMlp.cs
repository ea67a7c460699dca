using Microsoft.ML.NeuralOperators.Tensors;

namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>Two pointwise maps with a nonlinearity between them, on values with the channels last: [.., in] → [.., out].</summary>
public sealed class ChannelMlp : Layer
{
    private readonly PointwiseLinear _first;
    private readonly PointwiseLinear _second;
    private readonly Activation _activation;

    /// <summary>Declares the layer.</summary>
    /// <param name="inputs">Channels in.</param>
    /// <param name="hidden">Channels between.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="activation">The nonlinearity.</param>
    /// <param name="first">Name of the first map's parameters.</param>
    /// <param name="second">Name of the second map's parameters.</param>
    public ChannelMlp(int inputs, int hidden, int outputs, Activation activation = Activation.Gelu, string first = "fcs.0", string second = "fcs.1")
    {
        _activation = activation;
        _first = Compose(first, new PointwiseLinear(inputs, hidden));
        _second = Compose(second, new PointwiseLinear(hidden, outputs));
    }

    /// <summary>Applies both maps.</summary>
    public Value Apply(Value x) => _second.Apply(_activation.Apply(_first.Apply(x)));
}
