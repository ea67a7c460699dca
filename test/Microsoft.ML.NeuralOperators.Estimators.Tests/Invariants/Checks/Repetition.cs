namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;

/// <summary>A trainer keeps nothing of a Fit: the next one gives the same weights.</summary>
internal static class Repetition
{
    public static void Require(OperatorCase test)
    {
        var (mlContext, trainer, first) = TrainedCase.Of(test);
        using NeuralOperatorTransformer second = trainer.Fit(test.Data(mlContext));
        Near.Same(Weights(first), Weights(second), "The weights of a second Fit");

        static float[] Weights(NeuralOperatorTransformer model)
            => [.. ModelFile.Weights(ModelFile.Of(model)).OrderBy(w => w.Key, StringComparer.Ordinal)
                .SelectMany(w => w.Value)];
    }
}
