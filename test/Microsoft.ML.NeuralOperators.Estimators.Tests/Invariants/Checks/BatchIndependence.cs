namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;

/// <summary>A row's score is the same alone and among others.</summary>
internal static class BatchIndependence
{
    public static void Require(OperatorCase test)
    {
        var mlContext = new MLContext(seed: 0);
        using NeuralOperatorTransformer model = test.Fit(mlContext, test.Quick with { ScoringBatchSize = 8 });
        float[][] together = Scores.Of(model, test.Data(mlContext));
        for (int row = 0; row < together.Length; row++)
            Near.Require(Scores.Of(model, test.Some(mlContext, row))[0], together[row], 1e-5,
                $"The score of row {row} depends on its neighbours");
    }
}
