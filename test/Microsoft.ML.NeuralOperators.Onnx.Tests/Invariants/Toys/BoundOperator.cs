namespace Microsoft.ML.NeuralOperators.Onnx.Tests.Invariants.Toys;

/// <summary>Broken: takes the grid of training for every grid.</summary>
internal sealed class BoundOperator(int inputChannels, int outputChannels) : ToyOperator(inputChannels, outputChannels)
{
    protected override Value Spoil(Value y) => y + y.Interpreter.Constant([.. Enumerable.Repeat(0.5, 8 * 9)], 8, 9);
}
