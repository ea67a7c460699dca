namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;

/// <summary>A trainer keeps nothing of a Fit: the next one gives the same weights.</summary>
internal static class Repetition
{
    public static void Require(OperatorCase test)
    {
        var mlContext = new MLContext(seed: 0);
        NeuralOperatorTrainer trainer = test.Create(mlContext);
        Near.Same(Weights(), Weights(), "The weights of a second Fit");

        float[] Weights()
        {
            using NeuralOperatorTransformer model = trainer.Fit(test.Data(mlContext));
            return [.. ModelFile.Weights(ModelFile.Of(model)).OrderBy(w => w.Key, StringComparer.Ordinal)
                .SelectMany(w => w.Value)];
        }
    }
}
