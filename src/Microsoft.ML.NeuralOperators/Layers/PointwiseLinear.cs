using Microsoft.ML.NeuralOperators.Tensors;

namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>A map of the channels at every point, x·Wᵀ + b, on values with the channels last: [.., in] → [.., out].</summary>
public sealed class PointwiseLinear : Layer
{
    /// <summary>Declares the layer.</summary>
    /// <param name="inputs">Channels in.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="hasBias">Whether b is there.</param>
    public PointwiseLinear(int inputs, int outputs, bool hasBias = true)
    {
        Weight = Declare("weight", [outputs, inputs], Initializer.FanIn(inputs));
        Bias = hasBias ? Declare("bias", [outputs], Initializer.FanIn(inputs)) : null;
    }

    /// <summary>W [out, in].</summary>
    public ParameterDeclaration Weight { get; }

    /// <summary>b [out], or null.</summary>
    public ParameterDeclaration? Bias { get; }

    /// <summary>Applies the map; <paramref name="bias"/> replaces the own bias.</summary>
    public Value Apply(Value x, Value? bias = null) => x.Linear(x.Bind(Weight), bias ?? (Bias is null ? null : x.Bind(Bias)));
}
