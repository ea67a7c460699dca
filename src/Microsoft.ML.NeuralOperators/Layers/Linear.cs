namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// A linear layer of the channels at every point, x·Wᵀ + b, on values with the channels last: [.., in] → [.., out].
/// </summary>
public sealed class Linear : Layer
{
    /// <summary>Declares the layer.</summary>
    /// <param name="inputs">Channels in.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="hasBias">Whether b is there.</param>
    /// <param name="initializer">Initial values of W, with which b starts at zero; both U(±1/√in) when null.</param>
    public Linear(int inputs, int outputs, bool hasBias = true, Initializer? initializer = null)
    {
        Weight = Declare("weight", [outputs, inputs], initializer ?? Initializer.FanIn(inputs));
        Bias = hasBias ? Declare("bias", [outputs],
            initializer is null ? Initializer.FanIn(inputs) : Initializer.Zeros) : null;
    }

    /// <summary>W [out, in].</summary>
    public ParameterDeclaration Weight { get; }

    /// <summary>b [out], or null.</summary>
    public ParameterDeclaration? Bias { get; }

    /// <summary>Applies the layer; <paramref name="bias"/> replaces its own bias.</summary>
    public Value Apply(Value x, Value? bias = null)
        => x.Linear(x.Bind(Weight), bias ?? (Bias is null ? null : x.Bind(Bias)));
}
