namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants.Toys;

/// <summary>Trains whatever toy its options make.</summary>
internal sealed class ToyTrainer(MLContext mlContext, ToyTrainer.Options options) : OperatorTrainerBase(mlContext, options)
{
    private readonly Func<int, int, NeuralOperator> _define = options.Definition;

    protected override int Dimensions => 2;

    protected override NeuralOperator Define(int inputChannels, int outputChannels) => _define(inputChannels, outputChannels);

    public sealed class Options : OperatorTrainerOptions
    {
        public Func<int, int, NeuralOperator> Definition = (inputs, outputs) => new ToyOperator(inputs, outputs);
    }
}
