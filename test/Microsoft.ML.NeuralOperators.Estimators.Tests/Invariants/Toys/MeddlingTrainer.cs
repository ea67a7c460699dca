namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants.Toys;

/// <summary>Broken: writes into the caller's options.</summary>
internal sealed class MeddlingTrainer(MLContext mlContext, CustomOperatorTrainer.Options options) : OperatorTrainerBase(mlContext, options)
{
    protected override int Dimensions => 2;

    protected override NeuralOperator Define(int inputChannels, int outputChannels)
    {
        options.Epochs++;
        return new ToyOperator(inputChannels, outputChannels);
    }
}
