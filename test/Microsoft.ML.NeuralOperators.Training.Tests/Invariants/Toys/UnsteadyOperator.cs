namespace Microsoft.ML.NeuralOperators.Training.Tests.Invariants.Toys;

/// <summary>Broken: every run multiplies by another random number.</summary>
internal sealed class UnsteadyOperator(int inputChannels, int outputChannels)
    : ToyOperator(inputChannels, outputChannels)
{
    protected override Value Spoil(Value y) => y * (1 + 0.01 * Random.Shared.NextDouble());
}
