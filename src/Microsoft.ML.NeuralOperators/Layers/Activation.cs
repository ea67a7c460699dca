using Microsoft.ML.NeuralOperators.Tensors;

namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>The nonlinearity between layers.</summary>
public enum Activation
{
    /// <summary>x·Φ(x), exact.</summary>
    Gelu,
    /// <summary>max(x, 0).</summary>
    Relu,
    /// <summary>tanh x.</summary>
    Tanh,
    /// <summary>x/(1+e⁻ˣ).</summary>
    Silu,
    /// <summary>x: a linear operator, for comparison.</summary>
    Identity,
}

internal static class Activations
{
    public static Value Apply(this Activation activation, Value x) => activation switch
    {
        Activation.Gelu => x.Map(UnaryFunction.Gelu),
        Activation.Relu => x.Map(UnaryFunction.Relu),
        Activation.Tanh => x.Map(UnaryFunction.Tanh),
        Activation.Silu => x.Map(UnaryFunction.Silu),
        _ => x,
    };
}
