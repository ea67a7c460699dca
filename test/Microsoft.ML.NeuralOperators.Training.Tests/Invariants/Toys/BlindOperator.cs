namespace Microsoft.ML.NeuralOperators.Training.Tests.Invariants.Toys;

/// <summary>Broken: the output does not depend on the input.</summary>
internal sealed class BlindOperator(int inputChannels, int outputChannels) : ToyOperator(inputChannels, outputChannels)
{
    protected override Value Spoil(Value y) => y * 0;
}
