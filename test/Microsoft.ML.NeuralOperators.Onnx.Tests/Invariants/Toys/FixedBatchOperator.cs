namespace Microsoft.ML.NeuralOperators.Onnx.Tests.Invariants.Toys;

/// <summary>Broken: takes a batch to have two samples where its size is open.</summary>
internal sealed class FixedBatchOperator(int inputChannels, int outputChannels)
    : ToyOperator(inputChannels, outputChannels)
{
    protected override Value Spoil(Value y) => y.Reshape([y.Shape[0].Known ?? 2, .. y.Shape.Skip(1)]);
}
