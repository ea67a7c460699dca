using Microsoft.ML;
using Microsoft.ML.NeuralOperators;
using Microsoft.ML.NeuralOperators.Training;

namespace PhysicsInformed;

/// <summary>
/// -Δu = f on the unit square: the residual in H⁻¹ is as large as the error of the gradient, so no solution is needed.
/// </summary>
internal static class Poisson
{
    private const int Size = 33;

    public static FieldMetrics Run(MLContext mlContext, int epochs, int seed, CancellationToken cancellation)
    {
        (FieldSamples f, FieldSamples u) = PoissonEquation.Generate(256, Size, 2 * seed);
        (FieldSamples testF, FieldSamples testU) = PoissonEquation.Generate(64, Size, 2 * seed + 1);
        NeuralOperatorsCatalog operators = mlContext.NeuralOperators();
        using NeuralOperatorTransformer model = operators.Mgno("", "Input", new()
        {
            Channels = 12,
            Layers = 2,
            Levels = [new(1), new(1), new(1), new(1), new(2)],
            HasHardConstraint = true,
        }, new()
        {
            Loss = new HelmholtzResidual(),
            LearningRate = 4e-3,
            Epochs = epochs,
            BatchSize = 16,
            Seed = seed,
            CancellationToken = cancellation,
        }).Fit(operators.LoadFields(("Input", f), ("Solution", u)));
        return operators.Evaluate(model.Transform(operators.LoadFields(("Input", testF), ("Solution", testU))),
            "Solution");
    }
}
