using Microsoft.ML.NeuralOperators.Native;
using Microsoft.ML.NeuralOperators.Torch;
using TorchSharp;

namespace Microsoft.ML.NeuralOperators.Training.Tests.Invariants.Toys;

/// <summary>Broken: every run in torch keeps a tensor for good.</summary>
internal sealed class LeakingOperator(int inputChannels, int outputChannels)
    : ToyOperator(inputChannels, outputChannels)
{
    public static List<torch.Tensor> Kept { get; } = [];

    protected override Value Spoil(Value y)
    {
        if (y.Interpreter is TorchInterpreter)
            lock (Kept) Kept.Add(TorchInterpreter.Unwrap(y).detach().DetachFromDisposeScope());
        return y;
    }
}
