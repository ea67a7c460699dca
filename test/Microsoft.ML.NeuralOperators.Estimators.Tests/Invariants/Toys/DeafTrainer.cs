namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants.Toys;

/// <summary>Broken: does not hand the token on.</summary>
internal sealed class DeafTrainer(MLContext mlContext, CustomOperatorTrainer.Options options) : OperatorTrainerBase(mlContext, Deaf(options))
{
    protected override int Dimensions => 2;

    protected override NeuralOperator Define(int inputChannels, int outputChannels) => new ToyOperator(inputChannels, outputChannels);

    private static OperatorTrainerOptions Deaf(OperatorTrainerOptions options)
    {
        OperatorTrainerOptions copy = options.Copy();
        copy.CancellationToken = CancellationToken.None;
        return copy;
    }
}
