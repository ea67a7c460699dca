namespace Microsoft.ML.NeuralOperators;

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
        Activation.Gelu => x.Gelu(),
        Activation.Relu => x.Relu(),
        Activation.Tanh => x.Tanh(),
        Activation.Silu => x.Silu(),
        _ => x,
    };
}
