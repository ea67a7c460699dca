using Microsoft.ML.NeuralOperators.Torch;

namespace Microsoft.ML.NeuralOperators.Onnx.Tests.Invariants.Toys;

/// <summary>Broken: torch gets another forward pass than the exporter.</summary>
internal sealed class TwoFacedOperator(int inputChannels, int outputChannels)
    : ToyOperator(inputChannels, outputChannels)
{
    protected override Value Spoil(Value y) => y.Interpreter is TorchInterpreter ? y * 1.01 : y;
}
