namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants.Toys;

/// <summary>Broken: every definition is scaled by another number.</summary>
internal sealed record CountingOptions : GridOperatorOptions
{
    private readonly int[] _count = [0];

    public override int AxisCount => 2;

    public override NeuralOperator Define(int inputChannels, int outputChannels)
        => new ScaledOperator(inputChannels, outputChannels, ++_count[0]);

    private sealed class ScaledOperator(int inputChannels, int outputChannels, double scale)
        : ToyOperator(inputChannels, outputChannels)
    {
        protected override Value Spoil(Value y) => y * scale;
    }
}
