namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;

/// <summary>
/// A training that continues from a model starts from its weights and keeps its statistics, whatever the rows: at a
/// rate of nothing the weights stay.
/// </summary>
internal static class Continuation
{
    public static void Require(OperatorCase test)
    {
        var (mlContext, _, model) = TrainedCase.Of(test);
        NeuralOperatorTrainer trainer = test.Create(mlContext,
            test.Quick with { Epochs = 1, LearningRate = 1e-30, Seed = 7 });
        using NeuralOperatorTransformer continued = trainer.ContinueFrom(model)
            .Fit(test.Some(mlContext, Enumerable.Range(20, 8)));
        Dictionary<string, float[]> before = ModelFile.Weights(ModelFile.Of(model)),
            after = ModelFile.Weights(ModelFile.Of(continued));
        // Running means of batch norms, and of ONO's covariances, go on with the rows.
        var running = new NormalizedOperator(test.Define()).Parameters.Select(p => p.Name)
            .Where(name => name.Contains(".running_", StringComparison.Ordinal)
                || name.EndsWith(".feature_cov", StringComparison.Ordinal)).ToHashSet();
        foreach (var (name, weights) in before)
            if (!running.Contains(name))
                Near.Require(weights, after[name], 1e-6, $"'{name}' after a training at a rate of nothing");
    }
}
