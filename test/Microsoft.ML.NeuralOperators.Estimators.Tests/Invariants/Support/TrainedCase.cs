using System.Runtime.CompilerServices;

namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;

/// <summary>
/// A case's trainer and its model of the first rows. Invariants that only look at a model share it, since training and
/// exporting cost far more than what they look at.
/// </summary>
/// <param name="Context">The context of both.</param>
/// <param name="Trainer">The trainer, after its first Fit.</param>
/// <param name="Model">What that Fit gave.</param>
internal sealed record TrainedCase(MLContext Context, NeuralOperatorTrainer Trainer, NeuralOperatorTransformer Model)
{
    // By reference: broken toys have the name of the sound one.
    private static readonly ConditionalWeakTable<OperatorCase, TrainedCase> Cases = new();

    /// <summary>The case, trained when it is first asked for.</summary>
    public static TrainedCase Of(OperatorCase test) => Cases.GetValue(test, Train);

    private static TrainedCase Train(OperatorCase test)
    {
        var mlContext = new MLContext(seed: 0);
        // A batch for scoring has fewer rows than there are, so that some rows have other neighbours when permuted.
        NeuralOperatorTrainer trainer = test.Create(mlContext, test.Quick with { ScoringBatchSize = 3 });
        return new(mlContext, trainer, trainer.Fit(test.Data(mlContext)));
    }
}
