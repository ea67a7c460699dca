namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// A linear layer of the last axis with Glorot's initial values, [.., in] → [.., out]; or many of them side by side,
/// which take and give values with the copies first: [batch, in] or [copies, batch, in] → [copies, batch, out].
/// </summary>
internal sealed class DenseLayer : Layer
{
    private readonly bool _isStacked;
    private readonly ParameterDeclaration _weight;
    private readonly ParameterDeclaration _bias;

    public DenseLayer(int inputs, int outputs, int? copies)
    {
        _isStacked = copies is not null;
        Initializer first = Initializer.Glorot(inputs, outputs);
        _weight = Declare("weight", copies is { } n ? [n, inputs, outputs] : [outputs, inputs], first);
        _bias = Declare("bias", copies is { } m ? [m, 1, outputs] : [outputs], Initializer.Zeros);
    }

    public Value Apply(Value x)
        => _isStacked ? x.MatMul(x.Bind(_weight)) + x.Bind(_bias) : x.Linear(x.Bind(_weight), x.Bind(_bias));
}
