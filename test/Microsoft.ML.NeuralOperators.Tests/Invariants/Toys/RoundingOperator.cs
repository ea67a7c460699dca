namespace Microsoft.ML.NeuralOperators.Tests.Invariants.Toys;

/// <summary>Broken: loses digits in single precision.</summary>
internal sealed class RoundingOperator(int inputChannels, int outputChannels)
    : ToyOperator(inputChannels, outputChannels)
{
    protected override Value Spoil(Value y) => y + 1e7 - 1e7;
}
