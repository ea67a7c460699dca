namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Many linear layers side by side, with Glorot's initial values; values have the copies first: [batch, in] or [copies,
/// batch, in] → [copies, batch, out].
/// </summary>
internal sealed class StackedLinear : Layer
{
    private readonly ParameterDeclaration _weight;
    private readonly ParameterDeclaration _bias;

    public StackedLinear(int inputs, int outputs, int copies)
    {
        _weight = Declare("weight", [copies, inputs, outputs], Initializer.Glorot(inputs, outputs));
        _bias = Declare("bias", [copies, 1, outputs], Initializer.Zeros);
    }

    public Value Apply(Value x) => x.MatMul(x.Bind(_weight)) + x.Bind(_bias);
}
