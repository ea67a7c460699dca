namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// The output layer of <see cref="TransformOnce"/>: W₂ sin(W₁ z) at every mode, without biases, so that modes of zero
/// stay zero. On coefficients [modes…, batch, channels].
/// </summary>
internal sealed class CoefficientHead : Layer
{
    private readonly ParameterDeclaration _first, _last;

    /// <summary>Declares the layer; the program keeps its matrices [in, out].</summary>
    /// <param name="inputs">Channels in.</param>
    /// <param name="hidden">Channels of the sines.</param>
    /// <param name="outputs">Channels out.</param>
    public CoefficientHead(int inputs, int hidden, int outputs)
    {
        _first = Declare("fc1", [hidden, inputs], Initializer.FanIn(inputs), [1, 0]);
        _last = Declare("fc2", [outputs, hidden], Initializer.FanIn(hidden), [1, 0]);
    }

    /// <summary>Applies the layer.</summary>
    public Value Apply(Value z) => z.Linear(z.Bind(_first)).Sin().Linear(z.Bind(_last));
}
