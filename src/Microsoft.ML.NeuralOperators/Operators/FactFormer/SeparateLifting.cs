namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Lifts every channel to equally many of its own, a pointwise convolution in groups of one: [.., in] → [.., out].
/// </summary>
internal sealed class SeparateLifting : Layer
{
    private readonly int _each;
    private readonly ParameterDeclaration _weight;
    private readonly ParameterDeclaration _bias;

    public SeparateLifting(int inputs, int outputs)
    {
        _each = outputs / inputs;
        // A single channel feeds every output.
        _weight = Declare("weight", [outputs], Initializer.FanIn(1));
        _bias = Declare("bias", [outputs], Initializer.FanIn(1));
    }

    public Value Apply(Value x)
    {
        Value weight = x.Bind(_weight).Reshape(x.Shape[-1], _each);
        Value lifted = x.Reshape([.. x.Shape, 1]) * weight;
        return lifted.Reshape([.. x.Shape.SkipLast(1), x.Shape[-1] * _each]) + x.Bind(_bias);
    }
}
