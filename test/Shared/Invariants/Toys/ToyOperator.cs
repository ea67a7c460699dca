namespace Microsoft.ML.NeuralOperators.Tests.Invariants.Toys;

/// <summary>A small sound operator; toys derived from it spoil one thing.</summary>
internal class ToyOperator : GridOperator
{
    private readonly Fno _inner;

    public ToyOperator(int inputChannels, int outputChannels)
        : base(2, inputChannels, outputChannels)
        => _inner = Compose("inner", new Fno(inputChannels, outputChannels, new FnoOptions
        {
            Modes = [4, 4],
            Channels = 8,
            Layers = 1,
        }));

    protected sealed override Value Forward(Value x) => Spoil(_inner.Run(x));

    /// <summary>What a broken toy does to the output.</summary>
    protected virtual Value Spoil(Value y) => y;
}
