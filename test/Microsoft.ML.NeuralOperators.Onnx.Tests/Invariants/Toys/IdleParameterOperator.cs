namespace Microsoft.ML.NeuralOperators.Onnx.Tests.Invariants.Toys;

/// <summary>Broken: declares a parameter that the forward pass has no use for.</summary>
internal sealed class IdleParameterOperator : ToyOperator
{
    public IdleParameterOperator(int inputChannels, int outputChannels)
        : base(inputChannels, outputChannels) => Declare("idle", [3], Initializer.Ones);
}
