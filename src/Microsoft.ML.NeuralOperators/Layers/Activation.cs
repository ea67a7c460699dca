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
    /// <summary>
    /// ½x·(1 + tanh(√(2/π)·(x + 0.044715x³))): the approximation of GELU that some programs train with.
    /// </summary>
    GeluTanh,
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
        // ½(1 + tanh z) is the sigmoid of 2z.
        Activation.GeluTanh => x * ((x * x * 0.044715 + 1) * x * (2 * Math.Sqrt(2 / Math.PI))).Sigmoid(),
        _ => x,
    };
}
