namespace Microsoft.ML.NeuralOperators.Tests.Invariants.Toys;

/// <summary>Options that make whatever operator on planes they are given.</summary>
/// <param name="Definition">Makes the operator from the channels of input and output.</param>
internal sealed record OwnOptions(Func<int, int, NeuralOperator> Definition) : GridOperatorOptions
{
    public override int AxisCount => 2;

    public override NeuralOperator Define(int inputChannels, int outputChannels)
        => Definition(inputChannels, outputChannels);
}
