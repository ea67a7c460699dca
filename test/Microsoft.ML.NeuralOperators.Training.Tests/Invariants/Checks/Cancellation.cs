namespace Microsoft.ML.NeuralOperators.Training.Tests.Invariants;

/// <summary>A cancelled token stops training: before it begins, and at the next batch.</summary>
internal static class Cancellation
{
    public static void Require(OperatorCase test) => Require(test, training => test.Train(training));

    /// <param name="test">The case.</param>
    /// <param name="train">Trains it.</param>
    public static void Require(OperatorCase test, Action<TrainingOptions> train)
    {
        Stops(test, train, isEarly: true);
        Stops(test, train, isEarly: false);
    }

    private static void Stops(OperatorCase test, Action<TrainingOptions> train, bool isEarly)
    {
        using var source = new CancellationTokenSource();
        int reports = 0;
        TrainingOptions training = test.Quick with
        {
            Epochs = 20,
            CancellationToken = source.Token,
            Progress = _ =>
            {
                reports++;
                source.Cancel();
            },
        };
        if (isEarly) source.Cancel();
        try
        {
            train(training);
        }
        catch (OperationCanceledException)
        {
            int most = isEarly ? 0 : 1;
            InvariantException.Require(reports <= most,
                $"{reports} batches ran before training stopped, expected at most {most}");
            return;
        }
        throw new InvariantException($"Training ran to its end, though its token was cancelled "
            + $"{(isEarly ? "before" : "after the first batch")}");
    }
}
