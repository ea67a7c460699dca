namespace Microsoft.ML.NeuralOperators.Tests.Invariants.Toys;

/// <summary>Broken: adds the mean over the batch, as a batch norm would.</summary>
internal sealed class MixingOperator(int inputChannels, int outputChannels) : ToyOperator(inputChannels, outputChannels)
{
    protected override Value Spoil(Value y) => y + y.Reduce(Reduction.Mean, 0);
}
