namespace Microsoft.ML.NeuralOperators.Estimators.Tests.Invariants;

/// <summary>A cancelled token stops Fit: before it begins, and at the next batch.</summary>
internal static class Cancellation
{
    public static void Require(OperatorCase test)
    {
        Stops(test, isEarly: true);
        Stops(test, isEarly: false);
    }

    private static void Stops(OperatorCase test, bool isEarly)
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
            test.Fit(new MLContext(seed: 0), training).Dispose();
        }
        catch (OperationCanceledException)
        {
            int most = isEarly ? 0 : 1;
            InvariantException.Require(reports <= most,
                $"{reports} batches ran before Fit stopped, expected at most {most}");
            return;
        }
        throw new InvariantException($"Fit ran to its end, though its token was cancelled "
            + $"{(isEarly ? "before" : "after the first batch")}");
    }
}
