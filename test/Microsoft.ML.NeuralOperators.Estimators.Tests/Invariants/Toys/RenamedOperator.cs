namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants.Toys;

/// <summary>Broken: a parameter has another name in every definition.</summary>
internal sealed class RenamedOperator : ToyOperator
{
    private static int made;

    private readonly ParameterDeclaration _bias;

    public RenamedOperator(int inputChannels, int outputChannels)
        : base(inputChannels, outputChannels)
        => _bias = Declare($"bias{Interlocked.Increment(ref made)}", [1], Initializer.Zeros);

    protected override Value Spoil(Value y) => y + y.Bind(_bias);
}
