namespace Microsoft.ML.NeuralOperators;

/// <summary>
/// Layer normalisation over the last axis, independently at every point (Ba, Kiros, Hinton 2016, arXiv:1607.06450):
/// [.., channels] → [.., channels].
/// </summary>
public sealed class LayerNormalization : Layer
{
    private readonly double _epsilon;
    private readonly ParameterDeclaration? _weight;
    private readonly ParameterDeclaration? _bias;

    /// <summary>Declares the layer.</summary>
    /// <param name="channels">Elements of the last axis.</param>
    /// <param name="isAffine">Whether every channel gets a learned factor and bias.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public LayerNormalization(int channels, bool isAffine = true, double epsilon = 1e-5)
    {
        _epsilon = epsilon;
        if (!isAffine) return;
        _weight = Declare("weight", [channels], Initializer.Ones);
        _bias = Declare("bias", [channels], Initializer.Zeros);
    }

    /// <summary>Normalises [.., channels].</summary>
    public Value Apply(Value x)
    {
        var operation = new LayerNormalize(_epsilon);
        return _weight is null ? x.Interpreter.Apply(operation, x)
            : x.Interpreter.Apply(operation, x, x.Bind(_weight), x.Bind(_bias!));
    }
}
