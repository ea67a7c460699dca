namespace Microsoft.ML.NeuralOperators.Training.Tests.Invariants.Toys;

/// <summary>Broken: it passes through numbers that float16 does not have.</summary>
internal sealed class VanishingOperator(int inputChannels, int outputChannels)
    : ToyOperator(inputChannels, outputChannels)
{
    protected override Value Spoil(Value y) => y * 1e-9 * 1e9;
}
