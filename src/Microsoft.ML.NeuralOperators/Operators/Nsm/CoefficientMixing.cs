namespace Microsoft.ML.NeuralOperators.Operators;

/// <summary>A matrix of the channels for every coefficient, [modes…, batch, channels].</summary>
internal sealed class CoefficientMixing : Layer
{
    private readonly long _count;
    private readonly ParameterDeclaration _weight;

    public CoefficientMixing(int channels, IReadOnlyList<int> modes)
    {
        _count = modes.Aggregate(1L, (product, m) => product * m);
        _weight = Declare("weight", [_count, channels, channels],
            new Initializer.Normal(1.0 / ((double)channels * channels)));
    }

    public Value Apply(Value v)
        => v.Reshape(_count, v.Shape[-2], v.Shape[-1]).MatMul(v.Bind(_weight)).Reshape(v.Shape);
}
