namespace Microsoft.ML.NeuralOperators.Layers;

/// <summary>
/// x/√(mean x² + ε) over the last axis times a learned factor for every channel (Zhang, Sennrich 2019,
/// arXiv:1910.07467): [.., channels] → [.., channels].
/// </summary>
internal sealed class RmsNormalization : Layer
{
    private readonly double _epsilon;
    private readonly ParameterDeclaration _weight;

    public RmsNormalization(int channels, double epsilon = 1e-5)
    {
        _epsilon = epsilon;
        _weight = Declare("weight", [channels], Initializer.Ones);
    }

    public Value Apply(Value x)
        => x.Interpreter.InFullPrecision(x, full
            => full / ((full * full).Reduce(Reduction.Mean, -1) + _epsilon).Sqrt()) * x.Bind(_weight);
}
