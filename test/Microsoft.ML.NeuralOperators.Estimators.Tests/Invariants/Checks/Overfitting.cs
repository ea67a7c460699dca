using Microsoft.ML.NeuralOperators.Training;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;

/// <summary>Eight rows are learned by heart: gradients reach what they must.</summary>
internal static class Overfitting
{
    private const double Bound = 0.05;

    public static void Require(OperatorCase test)
    {
        var mlContext = new MLContext(seed: 0);
        OperatorTrainerOptions options = test.Quick();
        (options.Epochs, options.Loss, options.WeightDecay) = (test.EpochsToOverfit, Loss.RelativeL2, 0);
        using NeuralOperatorTransformer model = test.Fit(mlContext, options);
        double error = mlContext.NeuralOperators().Evaluate(model.Transform(test.Training(mlContext)), options.LabelColumnName, options.ScoreColumnName).RelativeL2;
        InvariantException.Require(error < Bound, $"After {options.Epochs} epochs the relative L2 error of eight rows is {error:g3}, expected less than {Bound}");
    }
}
