namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>
/// Normalises every point of every head over its width, with factors and biases of each head's own: [batch, heads,
/// points, width].
/// </summary>
internal sealed class HeadNormalization : Layer
{
    private readonly LayerNormalization _normalization;
    private readonly ParameterDeclaration _weight;
    private readonly ParameterDeclaration _bias;

    public HeadNormalization(int heads, int width, double epsilon)
    {
        _normalization = new LayerNormalization(width, isAffine: false, epsilon);
        _weight = Declare("weight", [heads, 1, width], Initializer.Ones);
        _bias = Declare("bias", [heads, 1, width], Initializer.Zeros);
    }

    public Value Apply(Value x) => _normalization.Apply(x) * x.Bind(_weight) + x.Bind(_bias);
}
