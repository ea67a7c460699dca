namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants.Toys;

/// <summary>Broken: its options share an array with their copies.</summary>
internal sealed class CarelessTrainer(MLContext mlContext, CarelessTrainer.Options options) : OperatorTrainerBase(mlContext, options)
{
    private readonly Options _options = (Options)options.Copy();

    protected override int Dimensions => 2;

    protected override NeuralOperator Define(int inputChannels, int outputChannels) => new ScaledOperator(inputChannels, outputChannels, _options.Scale[0]);

    public sealed class Options : OperatorTrainerOptions
    {
        public double[] Scale = [2];
    }

    private sealed class ScaledOperator(int inputChannels, int outputChannels, double scale) : ToyOperator(inputChannels, outputChannels)
    {
        protected override Value Spoil(Value y) => y * scale;
    }
}
