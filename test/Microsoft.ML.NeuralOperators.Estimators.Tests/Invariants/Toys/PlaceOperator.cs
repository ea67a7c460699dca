namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants.Toys;

/// <summary>Broken: adds a sample's place in the batch.</summary>
internal sealed class PlaceOperator(int inputChannels, int outputChannels) : ToyOperator(inputChannels, outputChannels)
{
    protected override Value Spoil(Value y) => y + y.Interpreter.Sequence(y.Shape[0]).Reshape(y.Shape[0], 1, 1, 1);
}
