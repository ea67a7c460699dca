namespace Microsoft.ML.NeuralOperators.Tests.Invariants.Toys;

/// <summary>Broken: does not look at the mask, so that what fills samples up leaks into them.</summary>
internal sealed class UnmaskedOperator(int coordinates, int inputChannels, int outputChannels)
    : PointToyOperator(coordinates, inputChannels, outputChannels)
{
    protected override IReadOnlyList<Value> Spoil(IReadOnlyList<Value> inputs)
        => [.. inputs.Take(2), inputs[2] * 0 + 1];
}
