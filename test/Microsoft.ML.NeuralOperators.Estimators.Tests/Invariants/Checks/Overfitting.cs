using Microsoft.ML.NeuralOperators.Training;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;

/// <summary>Eight rows are learned by heart: gradients reach what they must.</summary>
internal static class Overfitting
{
    private const double Bound = 0.05;

    public static void Require(OperatorCase test)
    {
        var mlContext = new MLContext(seed: 0);
        TrainingOptions training = test.Quick with
        {
            Epochs = test.EpochsToOverfit,
            Loss = Loss.RelativeL2,
            WeightDecay = 0,
        };
        using NeuralOperatorTransformer model = test.Fit(mlContext, training);
        double error = mlContext.NeuralOperators().Evaluate(model.Transform(test.Data(mlContext))).RelativeL2;
        InvariantException.Require(error < Bound,
            $"After {training.Epochs} epochs the relative L2 error of eight rows is {error:g3}, expected less than "
            + $"{Bound}");
    }
}
