namespace Microsoft.ML.NeuralOperators.Tests.Invariants.Toys;

/// <summary>A small sound operator on point sets with a mask; toys derived from it spoil the inputs.</summary>
internal class PointToyOperator : NeuralOperator
{
    private readonly Gnot _inner;

    public PointToyOperator(int coordinates, int inputChannels, int outputChannels)
        => _inner = Compose("inner", new Gnot(coordinates, parameters: 0,
        [new InputFunction(inputChannels, IsAtPoints: true)], outputChannels, new GnotOptions
        {
            Channels = 16,
            Layers = 1,
            Experts = 1,
            MlpRatio = 1,
            MlpLayers = 1,
        }, hasMasks: true));

    public sealed override IReadOnlyList<FieldPort> Inputs => _inner.Inputs;

    public sealed override FieldPort Output => _inner.Output;

    public sealed override Value Forward(IReadOnlyList<Value> inputs) => _inner.Forward(Spoil(inputs));

    /// <summary>What a broken toy does to points, function and mask.</summary>
    protected virtual IReadOnlyList<Value> Spoil(IReadOnlyList<Value> inputs) => inputs;
}
