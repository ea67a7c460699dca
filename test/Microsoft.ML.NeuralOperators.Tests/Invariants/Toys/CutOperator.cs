using Microsoft.ML.NeuralOperators.Torch;

namespace Microsoft.ML.NeuralOperators.Tests.Invariants.Toys;

/// <summary>Broken: half of the gradient is cut off.</summary>
internal sealed class CutOperator(int inputChannels, int outputChannels) : ToyOperator(inputChannels, outputChannels)
{
    protected override Value Spoil(Value y)
        => y.Interpreter is TorchInterpreter run ? y + run.Wrap(TorchInterpreter.Unwrap(y).detach()) : y * 2;
}
